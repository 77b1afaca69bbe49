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
  ADDRESSES, copy, free, marked, ours, release, written,
} from './release.js';

/**
 * What is held where no engine runs; where one does, it is asked about nothing but these and what the site lists. A
 * native test holds them against `service::ADDRESSES`.
 */
const KNOWN = /[/.@](?:(?:google-analytics|googletagmanager|googleadservices|googlesyndication|youtube(?:-nocookie)?|ytimg|googlevideo|cloudflareinsights|analytics\.google|yt3\.ggpht|youtubei\.googleapis)\.com|doubleclick\.net|youtu\.be|google\.[a-z.]+\/(?:pagead|ads\/|ccm|rmkt|measurement|gmp))|\/cdn-cgi\/rum/i;

/** What a browser does not read as it is written. */
const ODD = /[\\\t\n\r]|^[^/]*\/\/[^/?#]*[^!-$&-~]/;

/** Elements that may carry one. */
export const FETCHES = 'script[src],iframe,frame,img,source,video,audio,track,embed,object,input[src],link[href]';

/** A tag in a text of HTML, with all that is in it where strings may look like tags; a comment. */
const TO_END = '\\b(?:"[^"]*"|\'[^\']*\'|[^>"\'])*>';
const TAG = new RegExp(`<!--[^]*?-->|<(script|style|textarea|title)${TO_END}[^]*?</\\1|<\\w+${TO_END}`, 'gi');
const OPEN = new RegExp(`^<(?:${FETCHES.replace(/\[\w+]/g, '').replaceAll(',', '|')}|image)${TO_END}`, 'i');

/** A blob that was never there: the request fails, and nobody is contacted or looked up. */
const NOWHERE = 'blob:0';

let watched = KNOWN;
let needed;
let inert;

/** Watches what the site lists too: hosts, paths and ids, blanks or commas between. */
export function watch(words) {
  const all = words.split(/[\s,]+/).filter(Boolean).map((word) => word.replace(/[^\w-]/g, '\\$&'));
  watched = new RegExp([KNOWN.source, ...all].join('|'), 'i');
}

/** The engine's answer about an address that needs something: what it is, whether given or not. */
export function needs(purposes, service) {
  needed = { purposes, service };
}

/** What the address needs and has not got; undefined where it may be fetched. */
function lacks(address) {
  const text = `${address}`;
  if (!watched.test(text) && !ODD.test(text)) return undefined;
  let href;
  try {
    ({ href } = new URL(text, document.baseURI));
  } catch {
    return undefined;
  }
  if (!watched.test(href)) return undefined;
  // Where no engine runs it stays closed, until one does.
  needed = { purposes: '?', service: '' };
  return call(on.passes, href) ? undefined : needed;
}

/** The same for the text of an attribute. */
function needOf(name, value) {
  if (name !== 'srcset' && name !== 'srcdoc') return lacks(value);
  const text = `${value}`;
  if (!watched.test(text)) return undefined;
  for (const address of name === 'srcset' ? text.split(/[\s,]+/) : text.match(/(https?:)?\/\/[^\s"'<>()]+/g)) {
    const need = lacks(address);
    if (need) return need;
  }
  return undefined;
}

function fetches(element, name) {
  const tag = element.localName;
  if (name === 'href') return tag === 'link' && /style|pre|icon|dns/i.test(element.rel);
  if (name === 'data') return tag === 'object';
  if (name === 'src') return tag !== 'script' || /^$|module|(java|ecma)script/i.test(element.type);
  return true;
}

function mark(element, { purposes, service }, value = marked.get(element)) {
  marked.set(element, value);
  if (element.hasAttribute('data-purpose') && element.dataset.purpose !== '?') return;
  element.setAttribute('data-purpose', purposes);
  if (service) element.setAttribute('data-service', service);
}

/** Closes the element if one of its addresses has to be; says what it needs. */
function hold(element) {
  let need;
  for (const name of ADDRESSES) {
    const value = element.getAttribute(name);
    const lack = value && fetches(element, name) && needOf(name, value);
    if (lack) {
      need = lack;
      element.removeAttribute(name);
      element.setAttribute(`data-${name}`, value);
    }
  }
  if (need) mark(element, need);
  return need;
}

/** True if the element has to keep the address that it was about to get. */
function keeps(element, name, value) {
  if (ours || !fetches(element, name)) return false;
  // A dialog empties its frame when it closes, and gives it another film: by either of the two a script means the frame, which comes back.
  const { optgate: pair } = element;
  if (pair) {
    pair[0].replaceWith(pair[1]);
    if (element === pair[0]) {
      pair[1].setAttribute(name, value);
      return true;
    }
  }
  const need = needOf(name, value);
  if (need) {
    element.setAttribute(`data-${name}`, value);
    mark(element, need, value);
  } else if (marked.has(element)) {
    // Another address takes the place of the one that was held.
    for (const held of [name, 'purpose', 'service']) element.removeAttribute(`data-${held}`);
    marked.delete(element);
  }
  return !!need;
}

/** Looks at a tree that is about to stand in this document. What stands in it has been looked at. */
function visit(node) {
  if (ours || !node?.nodeType || (node.isConnected && node.ownerDocument === document)) return;
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
      return element.outerHTML.replace(/<\/[^<]*>$/, '') + all.slice(tag.length);
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
    for (const node of args) visit(node);
    return Reflect.apply(target, self, args);
  };
  all('Node', 'appendChild insertBefore replaceChild', trees);
  all('Element CharacterData DocumentType', 'before after replaceWith', trees);
  all('Element Document DocumentFragment', 'append prepend replaceChildren', trees);
  all('Element', 'insertAdjacentElement', trees);
  all('Range', 'insertNode surroundContents', trees);
  // A picture fetches as soon as it belongs to a document, wherever it stands.
  all('Document', 'importNode adoptNode', trees);

  const html = (at) => (target, self, args) => {
    if (at in args) args[at] = rewrite(args[at]);
    return Reflect.apply(target, self, args);
  };
  all('Element ShadowRoot Range', 'innerHTML outerHTML setHTMLUnsafe createContextualFragment', html(0));
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
  all('Element', 'setAttributeNode setAttributeNodeNS', (target, self, args) => (keeps(self, args[0]?.name, args[0]?.value) ? null : Reflect.apply(target, self, args)));

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
  for (const name of ['write', 'writeln']) {
    const write = document[name];
    document[name] = (...texts) => {
      const html = texts.length === 1 ? texts[0] : texts.join('');
      const script = document.currentScript;
      if (!written.has(script)) {
        const closed = markedOnly ? html : rewrite(html);
        return write.apply(document, closed === html ? texts : [closed]);
      }
      if (!written.get(script)) {
        queueMicrotask(() => {
          try {
            script.after(document.createRange().createContextualFragment(written.get(script)));
          } catch {
            report('blocked', 'error', place(script));
          }
          written.set(script, '');
        });
      }
      written.set(script, written.get(script) + html + (name === 'write' ? '' : '\n'));
      return undefined;
    };
  }
}

/** An element that stands in the page unmarked, live: as the parser left it, or opened and not given any more. */
export function found(element, code) {
  const script = element.localName === 'script';
  // A script that was opened has run.
  if (element.closest('optgate-frame') || (script && !code)) return;
  if (markedOnly) {
    // A copy that belongs to the page would fetch.
    const twin = code && blank().importNode(element);
    if (twin && hold(twin)) report(code, 'warning', place(twin));
    return;
  }
  if (!hold(element)) return;
  if (script) {
    // It has begun to load. In another document it never runs; only a new one can be released.
    element.before(copy(element));
    blank().adoptNode(element);
  } else {
    element.contentWindow?.location.replace('about:blank');
  }
  if (code) report(code, 'warning', place(element));
}

/** An element that was held before the engine ran is looked at again: now it is known what it needs. */
export function reconsider(element) {
  if (element.dataset.purpose !== '?') return;
  needed = undefined;
  const held = ADDRESSES.some((name) => {
    const value = element.getAttribute(`data-${name}`);
    return value && needOf(name, value);
  });
  // Nothing of ours: a page that writes such a purpose itself has marked its content for good.
  if (!needed) return;
  mark(element, needed);
  if (held || needed.purposes !== '?') return;
  element.removeAttribute('data-purpose');
  call(release, '', element);
}
