// Google's data layer: what Google is told, and what of the page's own commands it may hear.
import { call, on, report } from './call.js';
import { free, trust } from './release.js';

/** Ids of the site's that we configure ourselves, and what is said about each, by the page and by us. */
const configured = {};
/** What we say of those that are open: it always wins. */
const ours = {};
/** Containers of the site's, by their ids. */
let containers;
let layer;
let telling = false;
let running = false;
/** Has it come? */
let ran = false;

/** Does Google's tag run, or is it on its way? It serves every id. */
export const tagged = () => running;

/** May this address of Google's be fetched, which says what is given to whom? Where no engine runs, none may. */
const may = (address) => call(on.passes, `https://www.googletagmanager.com/g${address}`);

/**
 * May Google hear this entry of the data layer? Consent and the start are told by us alone. Until Google's tag has run all
 * that is said of an id of the site's is one `config`; from then on the page's goes on. That and an event count only while
 * their purpose is given: what was refused must not be sent later on. A page that waits for the event's callback goes on all the same.
 */
function passes(entry) {
  // A container reads the layer from its beginning: one start does for all, and the page's own snippets bring more.
  if (entry?.['gtm.start'] && layer.some((other) => other?.['gtm.start'])) return false;
  if (telling) return true;
  let callback = entry?.eventCallback;
  if (/Arguments/.test(Object.prototype.toString.call(entry))) {
    const [command, name, details] = entry;
    if (command === 'consent' || command === 'js') return false;
    const isConfig = command === 'config';
    if (isConfig && name in configured) {
      if (!ran || !ours[name]) {
        Object.assign(configured[name], details, ours[name]);
        return false;
      }
      // A snippet that comes late must not count the visit twice.
      Object.assign(entry, { 2: { send_page_view: /page_/.test(Object.keys({ ...details })), ...details, ...ours[name] }, length: 3 });
    }
    if (command !== 'event' && !isConfig) return true;
    if (may(`tag/js?id=${isConfig ? name : details?.send_to}`)) return true;
    callback = details?.event_callback;
  } else if (!containers || !entry?.event) {
    // What names no event is there for whoever comes later. A container that the site alone knows is marked as it likes.
    return true;
  }
  // A container hears commands, too.
  if (containers?.some((id) => may(`tm.js?id=${id}`))) return true;
  if (callback) setTimeout(callback);
  return false;
}

function gtag() {
  layer.push(arguments);
}

/** Listens to the data layer from here on; what is in it already is looked at too. */
function hear() {
  if (layer === (window.dataLayer ||= [])) return;
  layer = window.dataLayer;
  // What a page calls on a press: it may have no snippet of Google's any more.
  window.gtag ||= gtag;
  const before = layer.splice(0);
  // Each of Google's scripts puts a function around the one that it finds, and so do others: all of them hear what passes.
  const over = (inner) => (...entries) => inner.apply(layer, entries.filter(passes));
  let push = over(Array.prototype.push);
  Object.defineProperty(layer, 'push', { configurable: true, get: () => push, set: (wrapped) => { push = over(wrapped); } });
  push(...before);
  // A page that begins a layer of its own behind the tag goes on with this one.
  Reflect.defineProperty(window, 'dataLayer', {
    configurable: true,
    get: () => layer,
    set: (other) => other?.forEach?.((entry) => layer.includes(entry) || push(entry)),
  });
}

/** Takes over the data layer, if there are `ids` of Google's, as the site writes them; also where no engine will run. */
export function listen(ids) {
  const words = `${ids}`;
  for (const [id] of words.matchAll(/\b(?:G|AW|UA)-[\w-]+/g)) configured[id] = {};
  containers = words.match(/\bGTM-\w+/g);
  if (/\b(?:G|AW|GTM)-/.test(words)) hear();
}

/** Feeds the data layer (lines of JSON arrays) and loads scripts (lines of addresses). */
export function google(lines) {
  hear();
  telling = true;
  for (const line of lines.split('\n')) {
    try {
      if (line[0] === '[') {
        const command = JSON.parse(line);
        if (command[0] === 'js') command[1] = new Date();
        if (command[0] === 'config') {
          const [, id, said] = command;
          ours[id] = said;
          command[2] = Object.assign(configured[id] ??= {}, said);
        }
        gtag(...command);
      } else if (line) {
        const script = document.createElement('script');
        if (line.includes('/gtm.js')) layer.push({ 'gtm.start': Date.now(), event: 'gtm.js' });
        else {
          running = true;
          script.onload = () => { ran = true; };
        }
        script.async = true;
        script.nonce = on.nonce;
        free(() => {
          script.src = trust(line);
          document.head.append(script);
        });
      }
    } catch {
      report('blocked', 'error', line); // by a policy for Trusted Types, or by a data layer that is none
    }
  }
  telling = false;
}

/** A press on, or a form of, an element with `data-conversion`. */
export function convert(target) {
  if (may(`tag/js?id=${target.dataset.conversion}`)) window.gtag?.('event', 'conversion', { send_to: target.dataset.conversion });
}

/** Which flags are up through us, and not through the page, which may know of an opt-out of its own. */
const raised = {};

/** Google's own opt-out switch: sets `window["ga-disable-<ID>"]` for each id of Google Analytics in `ids`. What the page has raised stays. */
export function disable(ids, disabled) {
  for (const [id] of ids.matchAll(/\b(?:G|UA)-[\w-]+/g)) {
    const name = `ga-disable-${id}`;
    if (disabled ? window[name] !== true : raised[name]) window[name] = raised[name] = disabled;
  }
}
