// What the Rust shell asks of the browser in one coarse call each, where a binding for every DOM method would cost
// more bytes than the work itself. Nothing here decides: it looks, listens and tells.
//
// Listeners live on this side, so that a trap inside the engine is caught by the guard of `api.js` and never
// reaches the page. `on` holds the guarded ways back in.
import {
  begin, call, current, hearOthers, on, place, report, whenReady,
} from './call.js';
// Before the doors: in this order the script packs best.
import {
  all, dress, rise, roots, tell, uncover,
} from './layer.js';
import {
  altered, FETCHES, found, reconsider, shut,
} from './doors.js';
import { convert, tagged } from './google.js';
import { ADDRESSES, parsed, release } from './release.js';
import { defer } from './placeholder.js';

/** Elements that `sync` brings in line with the engine's state. */
const OURS = 'optgate-frame,lite-youtube,amp-youtube,.youtube_player,.youtube_playlist_player,div[data-service=youtube][data-id],div[data-plyr-provider=youtube],iframe[data-src],iframe[data-lazy-src],[data-purpose],[data-optgate=status],[data-optgate=services],[data-optgate^="purpose:"],[data-optgate][type="application/json"]';

/** What a document is searched for: everything of ours, and all that fetches something. */
const ALL = `${OURS},${FETCHES}`;

/** The script that scripts of the page steer players by, and the one that it brings. */
const API = 'script[data-src*="youtube.com/iframe_api"],script[data-src*="/www-widgetapi."]';

/** A player that is there to be steered: it has taken over the id of its placeholder. */
const STEERED = 'optgate-frame>[id][src]';

/** What a link may ask for by its fragment. Nothing that gives: anybody can write one. */
const asked = (hash) => /^#optgate-(preferences|withdraw)$/.exec(hash)?.[1];

/** What Firefox fetches even in a template. */
const LIVE = '[src]:not([src^="data:"]),[srcset],[poster],link[href]';

/** How content that was found live came to be so. */
let code = 'unmarked';

let observer;

/** Is what comes the parser's? */
let parsing;

/** Shuts the gate, whether an engine comes or not. `markedOnly`: nothing of the page's is touched but `document.write`. */
export function close(markedOnly) {
  try {
    shut(markedOnly);
  } finally {
    // Where a browser cannot do the one, it does the other.
    observe();
  }
}

/** Looks at the whole document from here on. */
function observe() {
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
  // What stands in the page may get an address later, which a door holds.
  observer.observe(root, { childList: true, subtree: true, attributeFilter: ADDRESSES.map((name) => `data-${name}`) });
  dress(root);
  hear(root);
}

/** These two do not leave a shadow root. */
function hear(root) {
  root.addEventListener('change', changed);
  root.addEventListener('submit', sent);
}

/**
 * `handlers`: the guarded entry points {sync, act, show, loaded, look, passes, status}, `extend`, which brings in the
 * second module, `texts`, and the facts {home, nonce, element of the block, version}.
 */
export function connect(handlers) {
  begin(Object.assign(handlers, { tagged }));
  if (!observer) close(true);
  listenTo();
  hearOthers(look);
  setInterval(look, 30_000);
  const action = asked(location.hash);
  if (action) {
    whenReady(() => {
      // Loaded again, the page would do it again.
      history.replaceState(history.state, '', location.pathname + location.search);
      call(on.act, action, document.documentElement);
    });
  }
}

/** When an answer of this page's was stored last. */
let storing;

/** Has the answer run out, or another tab changed it? WebKit may give back older cookies until it has told of all that were written. */
function look() {
  if (performance.now() - storing < 99) setTimeout(look, 99);
  else on.look();
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
  for (const early of [true, false]) addEventListener('click', clicked, early);
  hear(document);
  document.addEventListener('focusin', uncover);
  document.addEventListener('close', rise, true);
}

function sync(element) {
  if (element.matches('script[type="application/json"]')) {
    if (element !== on.element) report('config-late', 'error', 'script[data-optgate]');
    return;
  }
  if (element.localName === 'optgate-frame' && !element.dataset.optgateState) learn(element, element.querySelector('a:not(.optgate-player *)'));
  // A script brings its own in `innerHTML`, which never runs.
  if (parsing && !document.currentScript) parsed.add(element);
  reconsider(element);
  if (element.matches(API) && all(STEERED)[0]) call(() => release(true), '', element);
  else if (!defer(element)) call(on.sync, element.localName, element);
}

/** What the author wrote into it for those without scripts says how it is called, and where it is to be seen. */
function learn(frame, link) {
  if (!link) return;
  frame.dataset.title ??= frame.title || link.textContent.trim();
  frame.dataset.optgateLink = link.href;
}

function meet(element, how = code) {
  try {
    const { purpose, optgateState: state } = element.dataset;
    // What is marked may carry an address live all the same.
    if (!purpose || !state) found(element, how);
    if (element.matches(OURS)) sync(element);
  } catch {
    // A page that has made something impossible loses no other element by it.
    report('blocked', 'error', place(element));
  }
}

/** Each added subtree is searched once: a node whose parent came in the same batch was found with its parent. */
function seen(records) {
  const roots = new Set();
  for (const { target, addedNodes, attributeName } of records) {
    if (attributeName) {
      altered(target, attributeName);
      meet(target);
    }
    for (const node of addedNodes) {
      if (target.dataset?.optgateState === 'closed' && node.localName === 'a') {
        // The parser was interrupted between the frame and what stands in it.
        learn(target, node);
        node.remove();
        delete target.dataset.optgateState;
        sync(target);
      } else if (node.nodeType === 1) {
        if (!roots.has(target)) {
          if (node.matches(ALL)) meet(node);
          if (node.firstElementChild) node.querySelectorAll(ALL).forEach((element) => meet(element));
        }
        if (target === document) renew();
        roots.add(node);
      } else if (target.localName === 'script' && !roots.has(target)) {
        // The text of a script may come later than the script, and is what runs.
        meet(target);
      }
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
 * An answer has been stored and has taken effect: has it told, and a receipt made of it where the site wants that (`on.extra`
 * comes to what makes them, see extra.js). What was pressed is looked up now: another call may come before that.
 */
export function stored() {
  storing = performance.now();
  const pressed = current;
  tell(pressed?.closest('optgate-banner,optgate-preferences'), pressed?.closest('a,[data-optgate]'));
  const status = on.extra && on.status();
  kept = status && on.extra.then((make) => make?.(pressed, status));
}

/** Loads the page again, but first a receipt is kept that would be lost. */
export function reload() {
  const again = () => location.reload();
  if (kept) soon(kept).then(again);
  else again();
}

/** Links are heard in front of the page's own listeners, which may keep the event to themselves; all else behind them, since it may go by the press. */
function clicked(event) {
  const within = (selector) => event.composedPath().find((node) => node.matches?.(selector));
  const isEarly = event.eventPhase === 1;
  const sold = !isEarly && within('[data-conversion]:not(form)');
  if (sold) convert(sold);
  const target = within(isEarly ? 'a[href*="#optgate-"]:not([data-optgate])' : '[data-optgate]');
  if (!target) return;
  const isHere = target.origin === location.origin && target.pathname === location.pathname;
  const action = target.dataset.optgate || (isHere && asked(target.hash));
  if (action && target.type !== 'checkbox' && call(on.act, action, target)) event.preventDefault();
}

function changed({ target }) {
  if (target.type === 'checkbox' && target.dataset.optgate) call(on.act, target.dataset.optgate, target);
}

function sent({ target }) {
  if (target.dataset?.conversion) convert(target);
}

/**
 * Calls `show` behind the first paint, not before there is a body to stand in front of, and not before the file has come that a
 * few pages need.
 */
export function afterPaint() {
  requestAnimationFrame(() => setTimeout(() => {
    // A page may have put sheets of its own in the place of all that were adopted.
    roots.forEach(dress);
    if (!document.body) afterPaint();
    else if (on.extra) soon(on.extra).then(on.show);
    else on.show();
  }));
}

/** What has not come within a second is not waited for. */
export const soon = (coming) => Promise.race([coming, new Promise((late) => setTimeout(late, 1000))]);

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

/** Moves focus into the player that was just drawn; the scripts that scripts of the page steer it by may come now. */
export function enter() {
  current.firstElementChild.focus();
  all(API).forEach(sync);
}
