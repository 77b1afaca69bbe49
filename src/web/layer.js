// What is drawn, and what of it stands above the page: op lists become elements, banner and preferences come into the top layer,
// and nothing that has the focus stays behind them.
import { whenReady } from './call.js';

/** The document, and the shadow roots that were handed over. */
export const roots = [];

/** Our style sheets. */
const sheets = [];

/** All elements of `selector`. */
export function all(selector) {
  return roots.flatMap((root) => [...root.querySelectorAll(selector)]);
}

/** Adds a style sheet of ours. */
export function style(css) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  sheets.push(sheet);
  roots.forEach(dress);
}

/** Gives `root` our style sheets. */
export function dress(root) {
  root.adoptedStyleSheets = [...new Set([...root.adoptedStyleSheets, ...sheets])];
}

/** Runs an op list (see `view::Tree`): `<tag`, `=name=value`, `"text`, `>`; NUL separates. */
export function build(ops) {
  const root = document.createDocumentFragment();
  let at = root;
  for (const op of ops.split('\0')) {
    const value = op.slice(1);
    const cut = value.indexOf('=');
    if (op[0] === '<') at = at.appendChild(document.createElement(value));
    else if (op[0] === '=') set(at, value.slice(0, cut), value.slice(cut + 1));
    // Chinese and Japanese put no blank between sentences: their full stop brings it.
    else if (op[0] === '"') at.append(/。$/.test(at.textContent) ? value.trim() : value);
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
    // In this order the browser works out styles once for both.
    tell(element);
    rise();
  }
  return undefined;
}

/**
 * Tells who listens to a page that `box`, which has a heading, came by itself, or what was `pressed` in it or elsewhere (WCAG 4.1.3). Screen readers
 * speak of a change in a region that they know already; this one takes no room, stands where all of ours does, and goes.
 */
export function tell(box, pressed) {
  const text = [box?.querySelector('h2'), pressed].map((element) => element?.textContent.trim()).filter(Boolean).join(': ');
  if (!text) return;
  const live = document.createElement('optgate-live');
  live.setAttribute('role', 'status');
  // The text of a node that stands there changes without another look at styles.
  live.append('\u200b');
  document.body?.before(live);
  setTimeout(() => {
    live.firstChild.data = text;
    setTimeout(() => live.remove(), 9000);
  }, 200);
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
  if (over && target.closest && !target.closest('[popover],:modal')) settle();
}

/** Removes the element of ours with one of these names, if it is shown. */
export function drop(names) {
  const element = document.querySelector(names);
  element?.querySelector('dialog')?.close();
  element?.remove();
}
