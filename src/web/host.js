// What the Rust shell asks of the browser in one coarse call each, where a binding for every DOM method would cost
// more bytes than the work itself. Nothing here decides: it draws, moves, listens and tells.
//
// Listeners live on this side, so that a trap inside the engine is caught by the guard of `api.js` and never
// reaches the page. `on` holds the guarded ways back in.
import {
  begin, call, current, hearOthers, on, place, report, whenReady,
} from './call.js';
import {
  FETCHES, found, free, reconsider, shut, watch,
} from './doors.js';
import { convert, listen, tagged } from './google.js';
import { parsed, release } from './release.js';

/** Elements that `sync` brings in line with the engine's state. */
const OURS = 'optgate-frame,lite-youtube,amp-youtube,.youtube_player,div[data-service=youtube][data-id],div[data-plyr-provider=youtube],iframe[data-src],iframe[data-lazy-src],[data-purpose],[data-optgate=status],[data-optgate=services],[data-optgate^="purpose:"],[data-optgate][type="application/json"]';

/** What a document is searched for: everything of ours, and all that fetches something. */
const ALL = `${OURS},${FETCHES}`;

/** What Firefox fetches even in a template. */
const LIVE = '[src]:not([src^="data:"]),[srcset],[poster],link[href]';

/** How content that was found live came to be so. */
let code = 'unmarked';

/** The document, and the shadow roots that were handed over. */
const roots = [];
const sheets = [];
let observer;

/** Is what comes the parser's? */
let parsing;

/** Shuts the gate, whether an engine comes or not. `markedOnly`: no prototype of the page's is touched. */
export function close(markedOnly) {
  shut(markedOnly);
  parsing = document.readyState === 'loading';
  if (!parsing) code = 'late';
  observer = new MutationObserver(seen);
  adopt(document);
  // The parser's last elements are told about later, when scripts of the page have added their own.
  document.addEventListener('readystatechange', () => {
    seen(observer.takeRecords());
    parsing = false;
    for (const { content } of document.querySelectorAll('template[data-purpose]')) {
      content.querySelectorAll(LIVE).forEach((element) => report(code, 'warning', place(element)));
    }
  }, { once: true });
}

/** Looks after `root` too, from here on. */
export function adopt(root) {
  if (roots.includes(root)) return;
  roots.push(root);
  // A frame that stands in the page may get its address later, which a door holds as `data-src`.
  observer.observe(root, { childList: true, subtree: true, attributeFilter: ['data-src'] });
  dress(root);
}

function dress(root) {
  root.adoptedStyleSheets = [...new Set([...root.adoptedStyleSheets, ...sheets])];
}

/** All elements of `selector`. */
function all(selector) {
  return roots.flatMap((root) => [...root.querySelectorAll(selector)]);
}

/**
 * `handlers`: the guarded entry points {sync, act, show, loaded, look, passes, given, status}, `extend`, which brings in the
 * second module, `texts`, and the facts {home, nonce, element of the block, version}.
 */
export function connect(handlers) {
  begin(Object.assign(handlers, { tagged }));
  if (!observer) close(true);
  listenTo();
  hearOthers(look);
  setInterval(look, 30_000);
  const { hash } = location;
  if (hash.startsWith('#optgate-')) whenReady(() => call(on.act, hash.slice(9), document.documentElement));
}

/** Has the answer run out, or another tab changed it? */
function look() {
  on.look();
}

/** What a new document (`document.open`) loses; the window loses its listeners too. */
function listenTo() {
  // On a page without TLS Firefox looks up the host of every link, those to a video and to its provider too.
  const meta = document.createElement('meta');
  meta.httpEquiv = 'x-dns-prefetch-control';
  meta.content = 'off';
  (document.head || document.documentElement)?.append(meta);
  for (const event of ['focus', 'pageshow']) addEventListener(event, look);
  document.addEventListener('visibilitychange', look);
  document.addEventListener('click', clicked);
  document.addEventListener('change', changed);
  document.addEventListener('submit', sent);
  document.addEventListener('focusin', uncover);
  document.addEventListener('close', rise, true);
}

/** What the site lists is watched too. */
export function attend(words) {
  watch(words);
  listen(words);
}

function sync(element) {
  if (element.matches('script[type="application/json"]')) {
    if (element !== on.element) report('config-late', 'error', 'script[data-optgate]');
    return;
  }
  if (parsing) parsed.add(element);
  reconsider(element);
  call(on.sync, element.localName, element);
}

function meet(element, how = code) {
  if (!element.dataset.purpose) found(element, how);
  if (element.matches(OURS)) sync(element);
}

/** Each added subtree is searched once: a node whose parent came in the same batch was found with its parent. */
function seen(records) {
  const roots = new Set();
  for (const { target, addedNodes, attributeName } of records) {
    if (attributeName) meet(target);
    for (const node of addedNodes) {
      if (node.nodeType !== 1) continue;
      if (!roots.has(target)) {
        if (node.matches(ALL)) meet(node);
        if (node.firstElementChild) node.querySelectorAll(ALL).forEach((element) => meet(element));
      }
      if (target === document) renew();
      roots.add(node);
    }
  }
}

/** The page has written its document anew. */
function renew() {
  listenTo();
  dress(document);
  on.show();
}

/** Brings everything in line with the engine's state, and closes what is open and not given. */
export function scan() {
  for (const element of all(ALL)) meet(element, code === 'late' && code);
  code = 'unmarked';
}

/** The receipt that is being made, if any. */
let kept;

/**
 * An answer has been stored and has taken effect: has a receipt made of it where the site wants that (`on.extra` comes to
 * what makes them, see extra.js). What was pressed is looked up now: another call may come before that.
 */
export function stored() {
  const pressed = current;
  const status = on.extra && on.status();
  kept = status && on.extra.then((make) => make?.(pressed, status));
}

/** Loads the page again, but first a receipt is kept that would be lost. */
export function reload() {
  const again = () => location.reload();
  if (kept) soon(kept).then(again);
  else again();
}

function clicked(event) {
  const [pressed] = event.composedPath();
  const sold = pressed.closest?.('[data-conversion]:not(form)');
  if (sold) convert(sold);
  const target = pressed.closest?.('[data-optgate],a[href*="#optgate-"]');
  if (!target) return;
  const action = target.dataset.optgate;
  if (action) {
    if (target.type !== 'checkbox') act(event, action, target);
  } else if (target.origin === location.origin && target.pathname === location.pathname) {
    act(event, target.hash.slice(9), target);
  }
}

function changed({ target }) {
  if (target.type === 'checkbox' && target.dataset.optgate) call(on.act, target.dataset.optgate, target);
}

function sent({ target }) {
  if (target.dataset.conversion) convert(target);
}

function act(event, action, target) {
  if (call(on.act, action, target)) event.preventDefault();
}

/** Runs an op list (see `view::Tree`): `<tag`, `=name=value`, `"text`, `>`; NUL separates. */
function build(ops) {
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

/** Replaces the content; a placeholder also says in which `state` it is now. */
export function draw(ops, state) {
  const { id } = current.querySelector(':scope>iframe') ?? {};
  if (id) current.id = id;
  free(() => current.replaceChildren(build(ops)));
  const player = current.querySelector(':scope>iframe[src*="enablejsapi=1"]');
  if (player && current.id) {
    // Scripts of the page look for the player by this id.
    player.id = current.id;
    current.removeAttribute('id');
  }
  if (state) current.dataset.optgateState = state;
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
function rise() {
  if (!document.querySelector('dialog:modal')) document.querySelector('optgate-banner,optgate-button')?.togglePopover?.(true);
}

/**
 * What has the focus is not left behind the banner or the button (WCAG 2.4.11): once the browser has scrolled to it, it is put
 * into the upper half, which is free: the banner goes to the foot if it was elsewhere, and gives the page room behind its end.
 */
function uncover({ target }) {
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

/**
 * Calls `show` behind the first paint, not before there is a body to stand in front of, and not before the file has come that a
 * few pages need.
 */
export function afterPaint() {
  requestAnimationFrame(() => setTimeout(() => {
    if (!document.body) afterPaint();
    else if (on.extra) soon(on.extra).then(on.show);
    else on.show();
  }));
}

/** What has not come within a second is not waited for. */
export const soon = (coming) => Promise.race([coming, new Promise((late) => setTimeout(late, 1000))]);

/** Adds a style sheet of ours. */
export function style(css) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  sheets.push(sheet);
  roots.forEach(dress);
}

/** Fetches texts: see text.js, which stands apart because the browser tests take this file alone. */
export const fetchTexts = (tag, days) => on.texts(tag, days);

/** Ticks or unticks a switch. */
export function check(given) {
  current.checked = given;
}

/** The switches around the element as text: `analytics 1 youtube 0`. */
export function switches() {
  const root = current.closest('optgate-preferences') ?? document;
  return Array.from(root.querySelectorAll('[data-optgate^="purpose:"]'),
    (input) => `${input.dataset.optgate.slice(8)} ${+input.checked}`).join(' ');
}

/**
 * Could the notice of this placeholder be read? It wraps out of a box too small for it; then the first press opens
 * it with a button of its own, over the whole box, or over the page where the box has no room for it even so.
 */
export function readable() {
  const player = current.querySelector('.optgate-player');
  if (!player) return false;
  const notice = player.lastElementChild;
  const fits = (element) => {
    const outer = player.getBoundingClientRect();
    const inner = element.getBoundingClientRect();
    return inner.width && inner.bottom <= outer.bottom + 1 && inner.right <= outer.right + 1 && inner.top >= outer.top;
  };
  if (player.matches('.optgate-open') || fits(notice)) return true;
  player.className += ' optgate-open';
  if (!fits(notice.querySelector('p')) && notice.showPopover) {
    notice.popover = 'auto';
    notice.onbeforetoggle = ({ newState }) => {
      if (newState === 'closed') player.className = 'optgate-player';
    };
    notice.showPopover();
  }
  notice.querySelector('[data-optgate=play]').focus();
  return false;
}

/** Moves focus into the player that was just drawn; the script that scripts of the page steer it by may come now. */
export function enter() {
  const { firstElementChild: player } = current;
  player.focus();
  if (player.id) all('script[data-src*="/iframe_api"]').forEach((script) => call(release, '', script));
}

/** Takes the state `name="value"` off every frame, so that `scan` looks at them afresh. */
export function forget(name, value) {
  all(`optgate-frame[${name}=${value}]`).forEach((frame) => frame.removeAttribute(name));
}
