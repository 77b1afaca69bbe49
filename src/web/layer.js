// What is drawn, and what of it stands above the page: op lists become elements, banner and preferences come into the top layer,
// and nothing that has the focus stays behind them.
import { whenReady } from './call.js';

/** Runs an op list (see `view::Tree`): `<tag`, `=name=value`, `"text`, `>`; NUL separates. */
export function build(ops) {
  const root = document.createDocumentFragment();
  let at = root;
  for (const op of ops.split('\0')) {
    const value = op.slice(1);
    const cut = value.indexOf('=');
    if (op[0] === '<') at = at.appendChild(document.createElement(value));
    else if (op[0] === '=') set(at, value.slice(0, cut), value.slice(cut + 1));
    else if (op[0] === '"') at.append(value);
    else if (op[0] === '>') at = at.parentNode;
  }
  return root;
}

/** Sets an attribute. A date comes in unix seconds: only the browser knows calendars and how a language writes them. */
function set(element, name, value) {
  if (name === 'datetime') {
    const date = new Date(value * 1000);
    value = date.toISOString();
    element.append(date.toLocaleDateString(element.closest('[lang]')?.lang));
  }
  element.setAttribute(name, value);
}

/**
 * Shows the one element that `ops` build, if any, in the top layer, unless it is there already. It stands between head and
 * body: early in tab order, and no sibling rule of the page's body matches it.
 */
export function layer(ops) {
  if (!document.body) return whenReady(() => layer(ops));
  const element = build(ops).firstChild;
  if (!element || document.querySelector(element.localName)) return undefined;
  // Outside the body, but in the body's font.
  element.style.setProperty('--optgate-body', getComputedStyle(document.body).fontFamily);
  document.documentElement.insertBefore(element, document.body);
  const dialog = element.querySelector('dialog');
  if (dialog) {
    dialog.showModal();
    dialog.addEventListener('close', () => element.remove());
  } else {
    rise();
  }
  return undefined;
}

/** Into the top layer; while a dialog is modal what lies above it could not be pressed, so that this waits for its close. */
export function rise() {
  if (!document.querySelector('dialog:modal')) document.querySelector('optgate-banner,optgate-button')?.togglePopover?.(true);
}

/**
 * What has the focus is not left behind the banner or the button (WCAG 2.4.11): once the browser has scrolled to it, it is put
 * into the upper half, which is free: the banner goes to the foot if it was elsewhere, and gives the page room behind its end.
 */
export function uncover({ target }) {
  const over = document.querySelector('optgate-banner,optgate-button');
  let last;
  const settle = () => {
    const { top, bottom, left, right } = target.getBoundingClientRect();
    const box = over.getBoundingClientRect();
    if (top !== last && over.isConnected) {
      last = top;
      requestAnimationFrame(settle);
    } else if (top > box.top - 9 && top < innerHeight && Math.min(bottom, innerHeight - 13) < box.bottom && left > box.left - 9 && right < box.right + 9) {
      // Next to nothing is to be seen beside it, or in the gap below.
      over.dataset.optgateRoom = '';
      target.scrollIntoView({ block: 'center', behavior: 'instant' });
    }
  };
  // What is in the top layer itself, ours included, lies beside or above.
  if (over && !target.closest('[popover],:modal')) settle();
}

/** Removes the element of ours with one of these names, if it is shown. */
export function drop(names) {
  const element = document.querySelector(names);
  element?.querySelector('dialog')?.close();
  element?.remove();
}
