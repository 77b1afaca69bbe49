// The way between page and engine, and what every script of ours needs.
//
// A call into the engine hands nothing over. What it says stands in `text`, to be asked for first; `current` is the
// element that it is about, and what the engine asks for meanwhile it asks of that one.

/** The guarded ways into the engine, and facts: see `api.js`. Until it runs nothing may pass. */
export let on = {
  passes: () => false, act() {}, sync() {}, show() {},
};
let text;
export let current;

export function begin(handlers) {
  on = handlers;
}

/** From here on the call is about `element`. */
export function about(element) {
  current = element;
}

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

/** Calls back once the document is parsed. */
export function whenReady(callback) {
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', callback, { once: true });
  else callback();
}

/** Does what a hostile page may have made impossible. */
function attempt(work) {
  try {
    work();
  } catch { /* then nobody hears of it */ }
}

/** Tells the page. */
export function emit(name, detail) {
  attempt(() => document.dispatchEvent(new CustomEvent(`optgate:${name}`, { detail })));
}

/** A diagnostic for the site's developer: an event and a line on the console. */
export function report(code, level, where) {
  const message = `optgate: ${code}${where && ` (${where})`}`;
  attempt(() => console[level === 'warning' ? 'warn' : level](message));
  emit('diagnostic', { code, level, message, where });
}

/** An element as a diagnostic names it. */
export const place = (element) => element.cloneNode().outerHTML.slice(0, 99);

/** Is `link` this very page (origin and path)? A link with a fragment never is. */
export function isHere(link) {
  try {
    const url = new URL(link, location.href);
    return !!link && !url.hash && url.origin === location.origin && url.pathname === location.pathname;
  } catch {
    return false;
  }
}

/** Tells other tabs, where cookies do not. */
let channel;

/** Calls `look` when another tab may have changed the answer. */
export function hearOthers(look) {
  if (window.cookieStore) cookieStore.addEventListener('change', look);
  else if (window.BroadcastChannel) (channel = new BroadcastChannel('optgate')).onmessage = look;
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
  channel?.postMessage(0);
  emit('change', detail);
}
