// The doors: the ways in which a page's own scripts make its browser fetch something. Where the address needs an answer
// that is missing, the element keeps it inert and is marked, as an author would have, and so is released like all that
// is marked; a request fails as if the network did.
//
// What stands in the HTML itself never passes a door: the browser has fetched it, or begun to, before any script can
// see the element. It is closed on sight (`found`), and the site's developer is told.
import {
  call, on, place, report,
} from './call.js';
import {
  ADDRESSES, assigned, copy, free, ours, release, standing, unload, written,
} from './release.js';

/**
 * What is held where no engine runs; where one does, it is asked about nothing but these and what the site lists. A
 * native test holds them against `service::ADDRESSES`.
 */
const KNOWN = /[/.@:;](?:(?:google-analytics|googletagmanager|googleadservices|googlesyndication|youtube(?:-nocookie|education)?|ytimg|googlevideo|cloudflareinsights|analytics\.google|yt3\.g(?:gpht|oogleusercontent)|youtubei?\.googleapis)\.com|doubleclick\.net|youtu\.be|google\.[a-z.]+\/(?:pagead|ads\/|ccm|rmkt|measurement|gmp))|\/cdn-cgi\/rum/i;

/** What a browser does not read as it is written. */
const ODD = /[\\\t\n\r]|^\s*https?:(?!\/\/)|^[^/]*\/\/+[^/?#]*[^!-$&-~]/i;

/** Elements that may carry one. */
export const FETCHES = 'script[src],iframe,frame,img,source,video,audio,track,embed,object,input[src],link[href]';

/** Their names alone. */
const NAMES = FETCHES.replace(/\[\w+]/g, '').split(',');

/** Elements whose text is no HTML. */
const RAW = ['script', 'style', 'textarea', 'title'];

/** The rest of a tag in a text of HTML: a quote begins a string behind an equals sign alone. */
const REST = '(?:[^=>]|=\\s*(?:"[^"]*"|\'[^\']*\'|[^\\s"\'>][^\\s>]*(?![^\\s>])|(?=>)))*>';
/** A tag, with all that is in it where strings may look like tags; a comment. */
const TAG = new RegExp(`<!--(?:-?>|[^]*?--!?>)|<(${RAW.join('|')})(?![\\w-])${REST}[^]*?</\\1|<\\w${REST}`, 'gi');
const OPEN = new RegExp(`^<(?:${NAMES.join('|')}|image)(?![\\w-])${REST}`, 'i');

/** A tag that the text does not end. */
const BEGUN = new RegExp(`<\\w${REST.slice(0, -1)}(=\\s*("[^"]*|'[^']*)?)?$`);

/** A blob that was never there: the request fails, and nobody is contacted or looked up. */
const NOWHERE = 'blob:0';

let watched = KNOWN;
let needed;
let inert;

/** Watches what the site lists too: hosts, paths (which an address may begin with without their slash) and ids, blanks or commas between. */
export function watch(words) {
  const all = words.split(/[\s,]+/).filter(Boolean).map((word) => word.replace(/^\//, '').replace(/[^\w-]/g, '\\$&'));
  watched = new RegExp([KNOWN.source, ...all].join('|'), 'i');
}

/** The engine's answer about an address that needs something: what it is, whether given or not. All that is asked about counts. */
export function needs(purpose, service) {
  const was = needed || { purpose, service };
  const join = (words, word) => (` ${words} `.includes(` ${word} `) ? words : `${words} ${word}`);
  needed = { purpose: join(was.purpose, purpose), service: join(was.service, service) };
}

/** Does the address need what it has not got? Of one that is watched `needed` tells what that is; `false`: nothing after all. */
function lacks(address) {
  let href;
  try {
    const text = `${address}`;
    if (!watched.test(text) && !ODD.test(text)) return false;
    ({ href } = new URL(text, document.baseURI));
  } catch {
    return false;
  }
  if (!watched.test(href)) return false;
  needed ??= false;
  if (call(on.passes, href)) return false;
  // Where no engine runs it stays closed, until one does.
  needed ||= { purpose: '?', service: '' };
  return true;
}

/** The same for the text of an attribute, beside what others of the element need. */
function isHeld(name, value) {
  const text = `${value}`;
  let addresses = [text];
  if (name === 'srcset') addresses = text.split(/[\s,]+/);
  if (name === 'srcdoc') addresses = text.match(/(https?:)?[\\/]{2}[^\s"'<>()]+/g) ?? [];
  let held = false;
  for (const address of addresses) held = lacks(address) || held;
  return held;
}

function fetches(element, name) {
  const tag = element.dataset && element.localName;
  // What other elements, custom ones, do with an address they do through doors; those of XML do nothing.
  if (!NAMES.includes(tag)) return false;
  if (name === 'href') return tag === 'link' && /style|pre|icon|dns/i.test(element.rel);
  if (name === 'data') return tag === 'object';
  if (name === 'src') return tag !== 'script' || /^$|module|(java|ecma)script/i.test(element.type);
  return true;
}

/**
 * Marks an element by what all the addresses need that it keeps, or by nothing if that is nothing any more. What its author
 * wrote stands: ours is what `data-optgate-held` repeats.
 */
function mark(element) {
  const { dataset } = element;
  const { purpose, optgateHeld } = dataset;
  if (purpose !== optgateHeld && purpose !== '?') return;
  needed = undefined;
  for (const name of ADDRESSES) {
    const value = element.getAttribute(`data-${name}`);
    if (value) isHeld(name, value);
  }
  if (needed) Object.assign(dataset, needed, { optgateHeld: needed.purpose });
  else if (optgateHeld) for (const name of ['service', 'purpose', 'optgateHeld', 'optgateState']) delete dataset[name];
}

/** Closes the element if one of its addresses has to be. */
function hold(element) {
  // No method of arrays here: a page may have made something else of it.
  let held = false;
  for (const name of ADDRESSES) {
    const value = element.getAttribute(name);
    if (value && fetches(element, name) && isHeld(name, value)) {
      held = true;
      element.removeAttribute(name);
      element.setAttribute(`data-${name}`, value);
    }
  }
  if (held) mark(element);
  return held;
}

/** True if the element has to keep the address that it was about to get. */
function keeps(element, name, value) {
  const { optgate: pair } = element;
  if (ours || (!pair && !fetches(element, name))) return false;
  // A dialog empties its frame when it closes, and gives it another film: by either of the two a script means the frame, which comes back.
  if (pair) {
    free(() => pair[0].replaceWith(pair[1]));
    if (element === pair[0]) {
      pair[1].setAttribute(name, value);
      return true;
    }
  }
  const held = isHeld(name, value);
  const known = assigned.get(element);
  if (held) element.setAttribute(`data-${name}`, value);
  // An address that needs nothing takes the place of the one that was held.
  else if (known || element.dataset.optgateHeld) element.removeAttribute(`data-${name}`);
  else return false;
  assigned.set(element, { ...known, [name]: held && value });
  mark(element);
  return held;
}

/**
 * A script of the page has changed what an element keeps as `attribute`. If it took away an address that it had assigned, it was
 * done with its own attribute of that name, as lazy loaders are.
 */
export function altered(element, attribute) {
  const value = assigned.get(element)?.[attribute.slice(5)];
  if (value && !element.hasAttribute(attribute)) element.setAttribute(attribute, value);
  if (element.dataset?.optgateHeld) mark(element);
}

/** Looks at a tree that is about to stand in this document. What stands in it has been looked at. */
function visit(node) {
  if (!node?.nodeType || (node.isConnected && node.ownerDocument === document)) return;
  if (node.nodeType === 1) hold(node);
  if (node.firstElementChild) for (const element of node.querySelectorAll(FETCHES)) hold(element);
}

/** HTML with the tags closed that have to be. */
function rewrite(html) {
  if (ours || !watched.test(html)) return html;
  const text = `${html}`;
  const closed = text.replace(TAG, (all) => {
    const [tag] = OPEN.exec(all) ?? [''];
    if (!watched.test(tag)) return all;
    return free(() => {
      const box = blank().createElement('template');
      box.innerHTML = tag;
      const element = box.content.firstElementChild;
      if (!element || !hold(element)) return all;
      return element.outerHTML.replace(/<\/\w+>$/, '') + all.slice(tag.length);
    });
  });
  return closed === text ? html : closed;
}

/** A document in which nothing loads and nothing runs. */
function blank() {
  inert ??= document.implementation.createHTMLDocument('');
  return inert;
}

/** Guards a function or a setter of `owner`: `apply` gets it, its `this` and its arguments. What is frozen stays. */
function door(owner, name, apply, construct) {
  const before = owner && Object.getOwnPropertyDescriptor(owner, name);
  const kind = before?.set ? 'set' : 'value';
  if (!before?.[kind] || !before.configurable) return;
  Object.defineProperty(owner, name, { ...before, [kind]: new Proxy(before[kind], { apply, construct }) });
}

/** Is marked content alone held, and everything else reported at most? */
let markedOnly;

/** Shuts every door; none, if the site wants marked content alone to be held. */
export function shut(none) {
  markedOnly = none;
  guardWriting();
  if (none) return;
  const all = (owners, names, apply) => {
    for (const owner of owners.split(' ')) {
      for (const name of names.split(' ')) door(window[owner]?.prototype, name, apply);
    }
  };
  const trees = (target, self, args) => {
    if (ours) return Reflect.apply(target, self, args);
    for (let at = 0; at < args.length; at += 1) {
      args[at] = standing(args[at]);
      visit(args[at]);
    }
    return Reflect.apply(target, standing(self), args);
  };
  // A picture fetches as soon as it belongs to a document, wherever it stands: hence `importNode` and `adoptNode`.
  all(
    'Node Element CharacterData DocumentType Document DocumentFragment Range',
    'appendChild insertBefore replaceChild removeChild remove before after replaceWith append prepend replaceChildren insertAdjacentElement insertNode surroundContents importNode adoptNode body',
    trees,
  );

  const html = (at, inside) => (target, self, args) => {
    if (at in args && !(inside && RAW.includes(self.localName))) args[at] = rewrite(args[at]);
    return Reflect.apply(target, self, args);
  };
  all('Element ShadowRoot', 'innerHTML setHTML setHTMLUnsafe', html(0, true));
  all('Element Range', 'outerHTML createContextualFragment', html(0));
  all('Element', 'insertAdjacentHTML', html(1));

  for (const name of ADDRESSES) {
    all(
      'Script IFrame Frame Image Source Media Video Track Embed Object Input Link'.replace(/\w+/g, 'HTML$&Element'),
      name,
      (target, self, args) => (keeps(self, name, args[0]) ? undefined : Reflect.apply(target, self, args)),
    );
  }
  const attribute = (at) => (target, self, args) => {
    const name = `${args[at]}`.toLowerCase();
    return ADDRESSES.includes(name) && keeps(self, name, args[at + 1]) ? undefined : Reflect.apply(target, self, args);
  };
  all('Element', 'setAttribute', attribute(0));
  all('Element', 'setAttributeNS', attribute(1));
  all('Element', 'setAttributeNode setAttributeNodeNS', (target, self, args) => (ADDRESSES.includes(args[0]?.name) && keeps(self, args[0].name, args[0].value) ? null : Reflect.apply(target, self, args)));

  // It loads wherever it is, and asks no setter.
  door(window, 'Audio', undefined, (target, [address], fresh) => {
    const audio = Reflect.construct(target, [], fresh);
    if (address !== undefined) audio.src = address;
    return audio;
  });

  door(window, 'fetch', (target, self, args) => (lacks(args[0]?.url ?? args[0])
    ? Promise.reject(new TypeError('Failed to fetch'))
    : Reflect.apply(target, self, args)));
  all('XMLHttpRequest', 'open', (target, self, args) => {
    if (lacks(args[1])) args[1] = NOWHERE;
    return Reflect.apply(target, self, args);
  });
  all('Navigator', 'sendBeacon', (target, self, args) => !lacks(args[0]) && Reflect.apply(target, self, args));
}

/**
 * `document.write` of a script that was released late would erase the page: what it writes is inserted at its place.
 * That of all others is looked at like any HTML.
 */
function guardWriting() {
  // What has been written of a tag waits for the rest of it.
  let begun = '';
  for (const [name, end] of [['write', ''], ['writeln', '\n']]) {
    door(Document.prototype, name, (write, self, texts) => {
      const html = texts.length === 1 ? texts[0] : texts.join('');
      const script = document.currentScript;
      if (self !== document || !written.has(script)) {
        if (self !== document || markedOnly) return Reflect.apply(write, self, texts);
        const text = begun + html;
        begun = '';
        const closed = rewrite(text.replace(BEGUN, (tag) => {
          begun = tag + end;
          // Behind the script its page goes on, which may end the tag as well.
          queueMicrotask(() => {
            if (begun) Reflect.apply(write, self, [begun]);
            begun = '';
          });
          return '';
        }));
        return Reflect.apply(write, self, closed === `${html}` ? texts : [closed]);
      }
      if (!written.get(script)) {
        queueMicrotask(() => {
          try {
            const content = document.createRange().createContextualFragment(written.get(script));
            // What they write in turn has its place as well.
            content.querySelectorAll('script:not([data-purpose])').forEach((inner) => written.set(inner, ''));
            script.after(content);
          } catch {
            report('blocked', 'error', place(script));
          }
          written.set(script, '');
        });
      }
      written.set(script, written.get(script) + html + end);
      return undefined;
    });
  }
}

/** Is it marked, and was live all the same? Of an address that is kept beside, a live one is what shows until then. */
function isExposed(element) {
  const has = (start) => (name) => element.hasAttribute(start + name);
  return !/^$|necessary/.test(element.dataset.purpose ?? '') && !ADDRESSES.some(has('data-'))
    && (ADDRESSES.some((name) => has('')(name) && fetches(element, name)) || (element.text && fetches(element, 'src')));
}

/** An element that stands in the page unmarked, live: as the parser left it, or opened and not given any more. */
export function found(element, code) {
  const script = element.localName === 'script';
  // A script that was opened has run.
  if (element.closest('optgate-frame') || (script && !code)) return;
  if (markedOnly) {
    // A copy that belongs to the page would fetch.
    const twin = code && blank().importNode(element);
    if (twin && (hold(twin) || isExposed(element))) report(code, 'warning', place(twin));
    return;
  }
  const held = hold(element);
  if (code && (held || isExposed(element))) report(code, 'warning', place(element));
  if (!held) return;
  if (script) {
    // It has begun to load. In another document it never runs; only a new one can be released.
    element.before(copy(element));
    blank().adoptNode(element);
  } else {
    unload(element);
    element.contentWindow?.location.replace('about:blank');
  }
}

/** An element that was held before the engine ran is looked at again: now it is known what it needs, or that it needs nothing. */
export function reconsider(element) {
  if (element.dataset.purpose !== '?') return;
  mark(element);
  if (!element.dataset.purpose) call(release, '', element);
}
