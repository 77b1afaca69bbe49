// What the Rust shell asks of the browser in one coarse call each, where a binding for every DOM method would cost
// more bytes than the work itself. Nothing here decides: it draws, moves, listens and tells.
//
// Listeners live on this side, so that a trap inside the engine is caught by the guard of `api.js` and never
// reaches the page. `on` holds the guarded ways back in.
//
// A call into the engine hands nothing over. What it says stands in `text`, to be asked for first; `current` is the
// element that it is about, and what the engine asks for meanwhile it asks of that one.

let on;
let text;
let current;

/** Calls `work` of the engine. A page's listener may get in between: what it calls is about another element. */
export function call(work, says, element) {
  const before = current;
  text = says;
  current = element;
  const answer = work();
  current = before;
  return answer;
}

export function said() {
  return text;
}

/** Elements that `sync` brings in line with the engine's state. */
const OURS = 'optgate-frame,[data-purpose],[data-optgate=status],[data-optgate=services],[data-optgate^="purpose:"],[data-optgate][type="application/json"]';

/**
 * `handlers`: the guarded entry points {sync, act, show, loaded}, `extend`, which brings in the second module, and the
 * facts {home, nonce, element of the block}.
 */
export function connect(handlers) {
  on = handlers;
  // On a page without TLS Firefox looks up the host of every link, those to a video and to its provider too.
  const meta = document.createElement('meta');
  meta.httpEquiv = 'x-dns-prefetch-control';
  meta.content = 'off';
  (document.head || document.documentElement).append(meta);
  new MutationObserver(seen).observe(document, { childList: true, subtree: true });
  document.addEventListener('click', clicked);
  document.addEventListener('change', changed);
  const { hash } = location;
  if (hash.startsWith('#optgate-')) whenReady(() => call(on.act, hash.slice(9), document.documentElement));
}

/** Calls back once the document is parsed. */
export function whenReady(callback) {
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', callback, { once: true });
  else callback();
}

function sync(element) {
  if (!element.matches('script[type="application/json"]')) call(on.sync, element.localName, element);
  else if (element !== on.element) report('config-late', 'error', 'script[data-optgate]');
}

/** Each added subtree is searched once: a node whose parent came in the same batch was found with its parent. */
function seen(records) {
  const roots = new Set();
  for (const { target, addedNodes } of records) {
    for (const node of addedNodes) {
      if (node.nodeType !== 1) continue;
      if (!roots.has(target)) {
        if (node.matches(OURS)) sync(node);
        if (node.firstElementChild) node.querySelectorAll(OURS).forEach(sync);
      }
      roots.add(node);
    }
  }
}

/** Brings everything of ours in the document in line with the engine's state. */
export function scan() {
  document.querySelectorAll(OURS).forEach(sync);
}

function clicked(event) {
  const target = event.target.closest?.('[data-optgate],a[href*="#optgate-"]');
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

function act(event, action, target) {
  if (call(on.act, action, target)) event.preventDefault();
}

/** Unix time in seconds. */
export function now() {
  return Date.now() / 1000;
}

/** `document.cookie`, or nothing where the browser refuses to tell (a sandboxed frame throws). */
export function cookies() {
  try {
    return document.cookie;
  } catch {
    return '';
  }
}

/** Assigns to `document.cookie`. Whether the browser kept it is known by reading only. */
export function assign(cookie) {
  try {
    document.cookie = cookie;
  } catch { /* read-back finds it missing */ }
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

/** All attributes of the element, NUL behind each name and each text. */
export function attributes() {
  return Array.from(current.attributes, ({ name, value }) => `${name}\0${value.replaceAll('\0', '')}\0`).join('');
}

/** From here on the call is about the element called `name` around the current one, if there is such. */
export function around(name) {
  const found = current.closest(name);
  current = found ?? current;
  return !!found;
}

/** Replaces the content; a placeholder also says in which `state` it is now. */
export function draw(ops, state) {
  current.replaceChildren(build(ops));
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
    element.showPopover?.();
  }
  return undefined;
}

/** Removes the element of ours with one of these names, if it is shown. */
export function drop(names) {
  const element = document.querySelector(names);
  element?.querySelector('dialog')?.close();
  element?.remove();
}

/** Calls `show` behind the first paint, and not before there is a body to stand in front of. */
export function afterPaint() {
  requestAnimationFrame(() => setTimeout(() => (document.body ? on.show() : afterPaint())));
}

/** Adds a style sheet of ours. */
export function style(css) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

/** The code of the second layer, or `true` while it is on its way. */
let coming;

/**
 * Fetches the second layer: code and look, without which there is nothing to show (the next press asks again), and
 * the texts. `loaded` gets a line `key=text` for each.
 */
export async function fetchMore(tag) {
  if (coming) return;
  coming = true;
  const file = (name, use) => fetch(`${on.home}optgate.${name}.json`)
    .then((reply) => (reply.ok ? reply.json() : Promise.reject(reply.status))).then(use)
    .catch((error) => report('file-missing', 'warning', `optgate.${name}.json: ${error}`));
  const [more, texts] = await Promise.all([
    file('more', (more) => on.extend(more.code).then(() => more)),
    file(tag, Object.entries),
  ]);
  coming = more;
  if (!more) return;
  style(more.style);
  call(on.loaded, (texts ?? []).map((pair) => pair.join('=')).join('\n'));
}

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

/** Is `link` this very page (origin and path)? A link with a fragment never is. */
export function isHere(link) {
  try {
    const url = new URL(link, location.href);
    return !!link && !url.hash && url.origin === location.origin && url.pathname === location.pathname;
  } catch {
    return false;
  }
}

/**
 * Puts an `<optgate-frame>` in the place of an iframe, makes it the current element, and hands over its box: id, class, and what the page's rules
 * for `iframe` had made of it, since they do not match the new element.
 */
export function swap(attributes) {
  const iframe = current;
  const frame = document.createElement('optgate-frame');
  const pairs = attributes.split('\0');
  while (pairs.length > 1) frame.setAttribute(pairs.shift(), pairs.shift());
  for (const name of ['id', 'class']) {
    if (iframe.hasAttribute(name)) frame.setAttribute(name, iframe.getAttribute(name));
  }
  const { style } = frame;
  const rules = getComputedStyle(iframe);
  const length = (name) => {
    const value = iframe.getAttribute(name);
    return value && /^\d+$/.test(value) ? `${value}px` : value;
  };
  if (/absolute|fixed/.test(rules.position)) {
    style.cssText = 'position:absolute;inset:0;width:100%;height:100%';
  } else {
    const { offsetWidth: width, offsetHeight: height } = iframe;
    const wide = width && width === iframe.parentNode?.clientWidth;
    style.width = wide ? '100%' : width ? `${width}px` : length('width') || '300px';
    style.height = height ? `${height}px` : length('height') || '150px';
    style.aspectRatio = 'auto';
    style.maxWidth = '100%';
    style.margin = rules.margin;
    style.float = rules.float;
    style.display = rules.display === 'inline' ? 'inline-block' : rules.display;
  }
  style.borderRadius = rules.borderRadius;
  iframe.replaceWith(frame);
  current = frame;
}

/** The author's aspect ratio; his own rules win over it. */
export function shape(ratio) {
  current.style.setProperty('--optgate-ratio', ratio);
}

/**
 * Could the notice of this placeholder be read? It wraps out of a box too small for it; then the first press opens
 * it over the whole box, with a button of its own.
 */
export function readable() {
  const player = current.querySelector('.optgate-player');
  if (!player) return false;
  if (player.matches('.optgate-open')) return true;
  const notice = player.lastElementChild;
  const outer = player.getBoundingClientRect();
  const inner = notice.getBoundingClientRect();
  if (inner.width && inner.bottom <= outer.bottom + 1 && inner.right <= outer.right + 1 && inner.top >= outer.top) return true;
  player.className += ' optgate-open';
  notice.querySelector('[data-optgate=play]')?.focus();
  return false;
}

/** Moves focus into the player that was just drawn. */
export function enter() {
  current.firstElementChild.focus();
}

/** Takes the state `name="value"` off every frame, so that `scan` looks at them afresh. */
export function forget(name, value) {
  document.querySelectorAll(`optgate-frame[${name}=${value}]`).forEach((frame) => frame.removeAttribute(name));
}

/** The one chain in which released scripts run, so that the author's order holds. */
let chain = Promise.resolve();

/** Gives a held element its addresses back; a script runs, in the author's order. */
export function release() {
  const element = current;
  const { dataset } = element;
  if (element.localName === 'template') {
    element.after(element.content.cloneNode(true));
    element.removeAttribute('data-purpose');
    return;
  }
  for (const name of ['srcset', 'src', 'href', 'poster', 'data']) {
    if (dataset[name] !== undefined) element.setAttribute(name, dataset[name]);
  }
  element.removeAttribute('data-purpose');
  if (element.localName !== 'script') return;
  const run = () => new Promise((done) => {
    if (dataset.type) element.type = dataset.type;
    else element.removeAttribute('type');
    // Only what runs, and runs in order, is waited for: nothing else is sure to report back.
    const waits = element.isConnected && element.hasAttribute('src') && !element.hasAttribute('async')
      && /^$|javascript|module/.test(element.type);
    element.onload = element.onerror = done;
    // Re-inserting a parsed script whose type has become executable runs it, without a Trusted Types sink.
    const mark = document.createComment('');
    element.replaceWith(mark);
    mark.replaceWith(element);
    if (!waits) done();
  });
  chain = chain.then(run).catch(() => {});
}

/** Feeds the data layer (lines of JSON arrays) and loads scripts (lines of addresses). */
export function google(lines) {
  const layer = window.dataLayer ||= [];
  function gtag() { layer.push(arguments); }
  window.gtag ||= gtag;
  for (const line of lines.split('\n')) {
    try {
      if (line[0] === '[') {
        const command = JSON.parse(line);
        if (command[0] === 'js') command[1] = new Date();
        gtag(...command);
      } else if (line) {
        if (line.includes('/gtm.js')) layer.push({ 'gtm.start': Date.now(), event: 'gtm.js' });
        const script = document.createElement('script');
        script.async = true;
        script.nonce = on.nonce;
        script.src = line;
        document.head.append(script);
      }
    } catch {
      report('blocked', 'error', line); // by a policy for Trusted Types, or by a data layer that is none
    }
  }
}

/** Google's own opt-out switch: sets `window["ga-disable-<ID>"]` for each id of Google Analytics in `ids`. */
export function disable(ids, disabled) {
  for (const [id] of ids.matchAll(/\b(?:G|UA)-[\w-]+/g)) window[`ga-disable-${id}`] = disabled;
}

/** What `status()` gives, as the engine last told. */
export let known;

/** Takes it over from JSON: the answer's time is ISO 8601 there, and not in unix seconds. */
export function status(json) {
  known = JSON.parse(json);
  if (known.time) known.time = new Date(known.time * 1000).toISOString();
}

/** `optgate:change`, with the status that was just told; blanks stand between ids. */
export function announce(source, changed, clientIds) {
  const detail = { status: known, source, changed: changed.split(' ') };
  if (clientIds) detail.clientIds = clientIds.split(' ');
  document.dispatchEvent(new CustomEvent('optgate:change', { detail }));
}

/** A diagnostic for the site's developer: an event and a line on the console. */
export function report(code, level, where) {
  const message = `optgate: ${code}${where && ` (${where})`}`;
  console[level === 'warning' ? 'warn' : level](message);
  document.dispatchEvent(new CustomEvent('optgate:diagnostic', { detail: { code, level, message, where } }));
}
