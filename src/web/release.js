// How what is held is released, and taken back: elements get their addresses, scripts run in the author's order.
import {
  current, on, place, report,
} from './call.js';

/** Attributes that make an element fetch. */
export const ADDRESSES = ['src', 'srcset', 'href', 'poster', 'data', 'srcdoc'];

/** Elements that the doors marked, and the address that a script of the page gave. */
export const marked = new WeakMap();

/** What a released script has written so far, to be inserted behind it. */
export const written = new WeakMap();

/** Is it we who draw? */
export let ours = 0;

/** Does what it is told unseen by the doors. */
export function free(work) {
  ours += 1;
  try {
    return work();
  } finally {
    ours -= 1;
  }
}

let policy;

/**
 * The address of a script as it is taken under Trusted Types: by the policy `optgate`, which is made when it is first
 * needed. Where the page does not allow it the address stays a text, and the browser refuses it.
 */
export function trust(address) {
  try {
    policy ??= trustedTypes.createPolicy('optgate', { createScriptURL: String });
    return policy.createScriptURL(address);
  } catch {
    return address;
  }
}

/** Sets an attribute. What a script of the page gave has the trust that it was given with, and no more. */
function put(element, name, value) {
  const was = marked.get(element);
  element.setAttribute(name, `${was}` === value ? was : element.localName === 'script' ? trust(value) : value);
}

/** Does the author not care about its order? Of a script that no parser would run, browsers say that it is async. */
function isAsync(script) {
  return script.type === 'text/plain' ? script.hasAttribute('async') : script.async;
}

/** A script that can still run: one that the parser or `innerHTML` made may not. */
export function copy(element) {
  const fresh = document.createElement('script');
  marked.set(fresh, marked.get(element));
  for (const { name, value } of element.attributes) put(fresh, name, value);
  // Once it stands in the page, its attribute does not tell.
  fresh.nonce = element.nonce;
  fresh.async = isAsync(element);
  if (element.text) fresh.text = element.text;
  return fresh;
}

/** The one chain in which released scripts run, so that the author's order holds. */
let chain = Promise.resolve();

/** What the parser brought: a script among it can still run as it stands, without a Trusted Types sink. */
export const parsed = new WeakSet();

/** What a template was stamped to. */
const stamped = new WeakMap();

/** Gives a held element its addresses back; a script runs, in the author's order. */
export function release() {
  const element = current;
  if (element.dataset.optgateState === 'open') return;
  element.dataset.optgateState = 'open';
  const blocked = () => report('blocked', 'error', place(element));
  if (element.localName === 'template') {
    const content = element.content.cloneNode(true);
    stamped.set(element, [...content.childNodes]);
    element.after(content);
  } else if (element.localName === 'script') {
    chain = chain.then(() => run(element)).catch(blocked);
  } else {
    try {
      restore(element);
    } catch {
      blocked();
    }
  }
}

function restore(element) {
  free(() => {
    for (const name of ADDRESSES) {
      const value = element.getAttribute(`data-${name}`);
      if (value !== null) put(element, name, value);
    }
    // A video that has found no source looks for none by itself.
    const { parentNode: media } = element;
    if (media?.networkState % 3 === 0) media.load();
  });
}

function run(given) {
  return new Promise((done) => {
    let element = given;
    if (!parsed.has(given)) {
      element = copy(given);
      given.replaceWith(element);
    }
    const { type } = element.dataset;
    const source = element.dataset.src ?? element.getAttribute('src');
    // Google's own tag serves every id: the site's snippet must not bring a second one.
    if (/\/gtag\/js\?/.test(source) && on.tagged()) return done();
    // Only what runs, and runs in order, is waited for: nothing else is sure to report back.
    const waits = source && !isAsync(element) && /^$|javascript|module/.test(type ?? '');
    for (const name of ['load', 'error']) element.addEventListener(name, done, { once: true });
    written.set(element, '');
    if (type) element.type = type;
    else if (element.type === 'text/plain') element.removeAttribute('type');
    restore(element);
    // Re-inserting a parsed script whose type has become executable runs it, without a Trusted Types sink.
    const gap = document.createComment('');
    element.replaceWith(gap);
    gap.replaceWith(element);
    if (!waits || !element.isConnected) done();
    return undefined;
  });
}

/** Takes back what a held element got. A script has run; it stays open. */
export function retake() {
  const element = current;
  if (element.dataset.optgateState !== 'open' || element.localName === 'script') return;
  delete element.dataset.optgateState;
  stamped.get(element)?.forEach((node) => node.remove());
  for (const name of ADDRESSES) {
    if (element.hasAttribute(`data-${name}`)) element.removeAttribute(name);
  }
}
