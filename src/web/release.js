// How what is held is released, and taken back: elements get their addresses, scripts run in the author's order.
import {
  call, current, on, place, report,
} from './call.js';

/** Attributes that make an element fetch. */
export const ADDRESSES = ['src', 'srcset', 'href', 'poster', 'data', 'srcdoc'];

/** The addresses that scripts of the page gave an element and the doors kept, by attribute, with the trust that they were given with. */
export const assigned = new WeakMap();

/** What a released script has written so far, to be inserted behind it. */
export const written = new WeakMap();

/** What stands in the place of a node that a script of the page may still hold. */
const instead = new WeakMap();

/** The node as it stands in the page: itself, or what took its place. */
export function standing(node) {
  let other = node;
  while (other && !other.isConnected) other = instead.get(other);
  return other ?? node;
}

/** From here on `fresh` is meant where a script of the page moves or removes `node`. */
export function replaced(node, fresh) {
  instead.set(node, fresh);
  Object.defineProperty(node, 'parentNode', { configurable: true, get: () => Reflect.get(Node.prototype, 'parentNode', standing(node)) });
}

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
  const was = assigned.get(element)?.[name.replace('data-', '')];
  element.setAttribute(name, `${was}` === value ? was : element.localName === 'script' ? trust(value) : value);
}

/** Does the author not care about its order? Of a script that no parser would run, browsers say that it is async. */
function isAsync(script) {
  return script.type === 'text/plain' ? script.hasAttribute('async') : script.async;
}

/** A script that can still run: one that the parser or `innerHTML` made may not. */
export function copy(element) {
  const fresh = document.createElement('script');
  assigned.set(fresh, assigned.get(element));
  for (const { name, value } of element.attributes) put(fresh, name, value);
  // Once it stands in the page, its attribute does not tell.
  fresh.nonce = element.nonce;
  fresh.async = isAsync(element);
  if (element.text) fresh.text = element.text;
  replaced(element, fresh);
  return fresh;
}

/** The one chain in which released scripts run, so that the author's order holds. */
let chain = Promise.resolve();

/** What the parser brought: a script among it can still run as it stands, without a Trusted Types sink. */
export const parsed = new WeakSet();

/** What a template was stamped to. */
const stamped = new WeakMap();

/** Gives a held element its addresses back; a script runs, in the author's order. `pressed`: whatever else its host needs. */
export function release(pressed) {
  const element = current;
  if (element.dataset.optgateState === 'open') return;
  element.dataset.optgateState = 'open';
  const blocked = () => report('blocked', 'error', place(element));
  if (element.localName === 'template') {
    const content = element.content.cloneNode(true);
    stamped.set(element, [...content.childNodes]);
    element.after(content);
  } else if (element.localName === 'script') {
    // It may have been taken back meanwhile, and given once more.
    chain = chain.then(() => element.dataset.optgateState && !written.has(element) && run(element, pressed)).catch(blocked);
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

/** Resolves when the next one may run. */
function run(given, pressed) {
  return new Promise((done) => {
    const source = given.dataset.src ?? given.getAttribute('src');
    if (source && !pressed && !call(on.passes, new URL(source, document.baseURI).href)) {
      // Its host needs more than its author wrote. Once that is given, it is released again.
      delete given.dataset.optgateState;
      throw given;
    }
    let element = given;
    // What a script of the page gave its address has never begun to run either, and keeps those who listen to it.
    if (!parsed.has(given) && !assigned.get(given)) {
      element = copy(given);
      given.replaceWith(element);
    }
    const { type } = element.dataset;
    // Google's own tag serves every id: the site's snippet must not bring a second one.
    if (/\/gtag\/js\?/.test(source) && on.tagged()) {
      element.dispatchEvent(new Event('load'));
      return done();
    }
    const hasNoOrder = isAsync(element);
    for (const name of ['load', 'error']) element.addEventListener(name, done, { once: true });
    written.set(element, '');
    if (element.type === 'text/plain') {
      if (type) element.type = type;
      else element.removeAttribute('type');
    }
    // Only what runs, and runs in order, is waited for: nothing else is sure to report back.
    const waits = source && !hasNoOrder && !element.noModule && /^(|module|(text|application)\/(x-)?(java|ecma)script)$/i.test(element.type);
    restore(element);
    // Re-inserting a parsed script whose type has become executable runs it, without a Trusted Types sink.
    const gap = document.createComment('');
    element.replaceWith(gap);
    gap.replaceWith(element);
    if (!waits || !element.isConnected) done();
    return undefined;
  });
}

/** Stops what plays: without its address a film or sound goes on. */
export function unload(element) {
  if (element.dataset.src) element.closest('video,audio')?.load();
}

/** Takes back what a held element got. A script that has run stays open. */
export function retake() {
  const element = current;
  if (element.dataset.optgateState !== 'open' || written.has(element)) return;
  delete element.dataset.optgateState;
  stamped.get(element)?.forEach((node) => standing(node).remove());
  for (const name of ADDRESSES) {
    if (element.hasAttribute(`data-${name}`)) element.removeAttribute(name);
  }
  unload(element);
}
