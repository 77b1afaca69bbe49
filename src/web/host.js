// What the Rust shell asks of the browser in one coarse call each, where a binding for every DOM method would cost
// more bytes than the work itself. Nothing here decides: it draws, moves, listens and tells.
//
// Listeners live on this side, so that a trap inside the engine is caught by the guard of `api.js` and never
// reaches the page. `on` holds the guarded ways back in.
import {
  begin, call, current, hearOthers, on, place, report, whenReady,
} from './call.js';
// Before the doors: in this order the script packs best.
import { build, rise, uncover } from './layer.js';
import {
  FETCHES, found, reconsider, shut, watch,
} from './doors.js';
import { convert, listen, tagged } from './google.js';
import { free, parsed, release } from './release.js';

/** Elements that `sync` brings in line with the engine's state. */
const OURS = 'optgate-frame,lite-youtube,amp-youtube,.youtube_player,div[data-service=youtube][data-id],div[data-plyr-provider=youtube],iframe[data-src],iframe[data-lazy-src],[data-purpose],[data-optgate=status],[data-optgate=services],[data-optgate^="purpose:"],[data-optgate][type="application/json"]';

/** What a document is searched for: everything of ours, and all that fetches something. */
const ALL = `${OURS},${FETCHES}`;

/** The script that scripts of the page steer players by, and the one that it brings. */
const API = 'script[data-src*="youtube.com/iframe_api"],script[data-src*="/www-widgetapi."]';

/** A player that is there to be steered: it has taken over the id of its placeholder. */
const STEERED = 'optgate-frame>[id][src]';

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
  if (element.matches(API) && all(STEERED)[0]) call(release, '', element);
  else if (!defer(element)) call(on.sync, element.localName, element);
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
  if (state === 'closed' && current.dataset.provider === 'youtube' && whole.length < 20) whole.push(current.firstElementChild);
}

/** The first placeholders of videos, drawn whole. */
const whole = [];
/** Watches those that were not. */
let nearing;

/**
 * On a page full of videos a placeholder beyond the twentieth is its named button alone until it comes within a window's
 * height: the rest would take most of the page's time. Leaves `frame` at that if nothing was drawn in it yet; true where it is left so.
 */
function defer(frame) {
  const { optgateState: state, provider, title = frame.title } = frame.dataset;
  const model = whole[19];
  if (state != null || !model || provider !== 'youtube') return state === 'far';
  const player = model.cloneNode();
  const button = model.querySelector('button').cloneNode();
  button.ariaLabel = model.lastElementChild.firstChild.textContent + (title && `: ${title}`);
  player.append(button);
  frame.replaceChildren(player);
  frame.dataset.optgateState = 'far';
  if (!nearing) {
    nearing = new IntersectionObserver((entries) => entries.forEach((entry) => entry.isIntersecting && complete(entry.target)), { rootMargin: '100%' });
    addEventListener('beforeprint', () => all('[data-optgate-state=far]').forEach(complete));
  }
  nearing.observe(frame);
  return true;
}

/** Draws the rest of a placeholder; false: it was not there to be read. */
function complete(frame) {
  nearing.unobserve(frame);
  const focused = frame.contains(document.activeElement);
  call(on.sync, frame.localName, frame);
  if (focused) frame.querySelector('button').focus();
  return false;
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
  if (defer(current)) return complete(current);
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

/** Moves focus into the player that was just drawn; the scripts that scripts of the page steer it by may come now. */
export function enter() {
  current.firstElementChild.focus();
  all(API).forEach(sync);
}

/** Empties the state `name="value"` of every frame, so that `scan` draws them afresh. */
export function forget(name, value) {
  all(`optgate-frame[${name}=${value}]`).forEach((frame) => frame.setAttribute(name, ''));
}
