// Google's data layer: what Google is told, and what of the page's own commands it may hear.
import { call, on, report } from './call.js';
import { free, trust } from './release.js';

/**
 * Ids of the site's that we configure ourselves, and what is said about each. Until Google's tag runs, what the page says
 * still comes into it; ours wins.
 */
const configured = {};
let depth = 0;
let telling = false;
let running = false;

/** Does Google's tag run, or is it on its way? It serves every id. */
export const tagged = () => running;

const may = (service) => call(on.given, service);

/**
 * May Google hear this entry of the data layer? Consent and the start are told by us alone, an id of the site's is
 * configured once, and an event counts only while its purpose is given: what was refused must not be sent later on.
 * A page that waits for the event's callback goes on all the same.
 */
function passes(entry) {
  if (!/Arguments/.test(Object.prototype.toString.call(entry))) return true;
  const [command, name, details] = entry;
  if (command === 'consent' || command === 'js') return false;
  if (command === 'config' && name in configured) {
    const said = configured[name];
    Object.assign(said, { ...details, ...said });
    return false;
  }
  if (command !== 'event' && command !== 'config') return true;
  const ads = /^(AW|DC)-/.test(command === 'config' ? name : details?.send_to);
  // A container hears events, too.
  if (may(ads ? 'google-ads' : 'google-analytics') || may('google-tag-manager')) return true;
  if (details?.event_callback) setTimeout(details.event_callback);
  return false;
}

/** Listens to the data layer from here on; what is in it already is looked at too. */
function hear() {
  const layer = window.dataLayer ||= [];
  if (Object.getOwnPropertyDescriptor(layer, 'push')?.get) return layer;
  const plain = Array.prototype.push;
  let inner = plain;
  const before = layer.splice(0);
  const push = (...entries) => {
    // Google's tag puts its own function around this one and calls back.
    if (depth) return plain.apply(layer, entries);
    depth += 1;
    try {
      return inner.apply(layer, entries.filter((entry) => telling || passes(entry)));
    } finally {
      depth -= 1;
    }
  };
  Object.defineProperty(layer, 'push', { configurable: true, get: () => push, set: (wrapped) => { inner = wrapped; } });
  push(...before);
  return layer;
}

/** Takes over the data layer, if Google's ids are among the words. */
export function listen(words) {
  for (const [id] of words.matchAll(/\b(?:G|AW|UA)-[\w-]+/g)) configured[id] = {};
  if (/\b(?:G|AW|GTM)-/.test(words)) hear();
}

/** Feeds the data layer (lines of JSON arrays) and loads scripts (lines of addresses). */
export function google(lines) {
  const layer = hear();
  function gtag() { layer.push(arguments); }
  window.gtag ||= gtag;
  telling = true;
  for (const line of lines.split('\n')) {
    try {
      if (line[0] === '[') {
        const command = JSON.parse(line);
        if (command[0] === 'js') command[1] = new Date();
        if (command[0] === 'config') command[2] = Object.assign(configured[command[1]], command[2]);
        gtag(...command);
      } else if (line) {
        const container = line.includes('/gtm.js');
        if (container) layer.push({ 'gtm.start': Date.now(), event: 'gtm.js' });
        else running = true;
        const script = document.createElement('script');
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
  if (may('google-ads')) window.gtag?.('event', 'conversion', { send_to: target.dataset.conversion });
}

/** Google's own opt-out switch: sets `window["ga-disable-<ID>"]` for each id of Google Analytics in `ids`. */
export function disable(ids, disabled) {
  for (const [id] of ids.matchAll(/\b(?:G|UA)-[\w-]+/g)) window[`ga-disable-${id}`] = disabled;
}
