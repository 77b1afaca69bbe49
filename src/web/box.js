// The box of an element that a placeholder takes the place of: it is kept, by the page's own rules where they can be read,
// and by measuring where they cannot.
import { about, current } from './call.js';
import { replaced } from './release.js';

/** Names of elements whose place was taken. */
const names = new Set();
/** How many rules of a sheet have been looked at. */
const looked = new WeakMap();
/** Placeholders of frames; beside those that were measured, an empty iframe to measure them by and the author's own style. */
const boxed = new Map();
/** Are there sheets that cannot be read, those of another origin? */
let unreadable = false;
/** What is measured. */
const MEASURED = 'width height boxSizing border padding margin borderRadius position top left float display verticalAlign order alignSelf gridArea transform'.split(' ');
/** Are boxes to be measured before the next paint? */
let planned;

/**
 * Puts an `<optgate-frame>` in the place of the current element, makes it the current one, and hands over its box. The page's
 * rules for an iframe are made to speak of the new element too, in their own place, so that the box is right at every
 * width; behind sheets that cannot be read it is measured, and again when the window changes.
 */
export function swap(attributes) {
  const old = current;
  const frame = document.createElement('optgate-frame');
  const pairs = attributes.split('\0');
  while (pairs.length > 1) frame.setAttribute(pairs.shift(), pairs.shift());
  if (!names.has(old.localName)) {
    if (!names.size) {
      document.addEventListener('load', ({ target }) => target.matches?.('link,style') && measure(), true);
      addEventListener('resize', measure);
    }
    names.add(old.localName);
  }
  box(old, frame);
  // By this class tarteaucitron would find the placeholder, and write its own question into it.
  frame.classList.remove('youtube_player', 'youtube_playlist_player');
  twin();
  old.replaceWith(frame);
  replaced(old, frame);
  // What a script gives the placeholder or wants of it is meant for the frame that it stands for: see `keeps` in doors.js.
  Object.defineProperties(frame, {
    src: { get: () => frame.dataset.optgateSrc, set: (value) => frame.setAttribute('src', value) },
    contentWindow: { get: () => frame.querySelector('iframe')?.contentWindow ?? { postMessage() {} } },
  });
  frame.optgate = old.optgate = [frame, old];
  if (frame.dataset.optgateBox) boxed.set(frame);
  // Sheets on their way keep the page from being painted; only then is it known whether they can be read.
  planned ??= requestAnimationFrame(measure);
  about(frame);
}

/** What says how large a frame is, and what its author lets it do. */
const OWN = ['id', 'class', 'width', 'height', 'align', 'frameborder'];
const RIGHTS = ['allow', 'name', 'referrerpolicy', 'sandbox', 'scrolling'];

/** Gives the frame that is about to stand in the current element what its author lets it do. A video needs its own two as well. */
export function entitle(frame) {
  const isVideo = current.dataset.provider === 'youtube';
  for (const name of RIGHTS) {
    const value = current.getAttribute(name);
    if (value !== null && !(isVideo && name === 'referrerpolicy')) frame.setAttribute(name, isVideo && name === 'allow' ? `${frame.allow};${value}` : value);
  }
}

/** What the attribute of this name, `width` or `height`, says to a style; empty where it says nothing. */
function size(element, name) {
  const [, number, percent] = /^\s*\+?(\d+\.?\d*)(%?)/.exec(element.getAttribute(name)) ?? [];
  return number ? number + (percent || 'px') : '';
}

/** Gives `to` what says how large `from` is, and where. */
function box(from, to) {
  for (const name of [...OWN, ...RIGHTS]) {
    if (from.hasAttribute(name)) to.setAttribute(name, from.getAttribute(name));
  }
  to.dataset.optgateSrc = from.dataset.optgateSrc ?? from.dataset.src ?? '';
  to.style.cssText = from.style.cssText;
  // A picture in the author's style may come from anywhere, out of a variable as well.
  for (const name of [...to.style]) {
    if (/url|image/i.test(name + to.style.getPropertyValue(name))) to.style.removeProperty(name);
  }
  if (/^(iframe|object|embed)$/.test(from.localName)) {
    to.dataset.optgateBox = from.localName;
    for (const name of ['width', 'height']) to.style.setProperty(`--optgate-${name}`, size(from, name));
    if (from.localName === 'iframe' && !/^\s*(0|no)/i.test(from.getAttribute('frameborder'))) to.style.setProperty('--optgate-border', '2px inset');
  }
  return to;
}

/** Adds the new element to the page's rules for those whose place it took. */
function twin() {
  const all = [...names].join('|');
  const word = new RegExp(`(^|[\\s>+~,(])(?:${all})(?![\\w-])((?:[.#][\\w-]+|\\[[^\\]]*])*)`, 'gi');
  const not = new RegExp(`:not\\((?:[^()]*[\\s>+~,])?(?:${all})(?![\\w-])`, 'gi');
  const walk = (rules) => {
    for (const rule of rules) {
      const selector = rule.selectorText;
      if (selector && !selector.includes('optgate-frame') && selector.search(word) >= 0) {
        const outside = selector.replace(not, '$&,optgate-frame');
        rule.selectorText = outside === selector
          ? `${selector},${selector.replace(word, (all, before, attributes) => `${before}optgate-frame${attributes.replaceAll('[src', '[data-optgate-src')}`)}`
          : outside;
      }
      if (rule.styleSheet) read(rule.styleSheet);
      if (rule.cssRules) walk(rule.cssRules);
    }
  };
  const read = (sheet) => {
    try {
      const { cssRules } = sheet;
      const count = () => `${cssRules.length} ${names.size}`;
      if (looked.get(sheet) !== count()) {
        walk(cssRules);
        // The first of all layers is the weakest in what we leave to the page, and the strongest in what we do not.
        if (Array.from(cssRules).some((rule) => rule.layerName != null || (/^CSSLayer/.test(rule.constructor.name) && rule.name !== 'optgate'))) sheet.insertRule('@layer optgate;', 0);
      }
      looked.set(sheet, count());
    } catch {
      unreadable = true;
    }
  };
  unreadable = false;
  for (const sheet of [...document.styleSheets, ...document.adoptedStyleSheets]) read(sheet);
}

/** What a frame is to its surroundings and no other element is: stretched by some, shrunk by a part of their width. */
function fit(frames) {
  const found = frames.map(([frame]) => {
    const { display, alignItems, justifyItems } = getComputedStyle(frame.parentElement ?? frame);
    const { maxWidth, position, aspectRatio } = getComputedStyle(frame);
    const own = size(frame, 'width');
    const grid = display.includes('grid');
    const given = { align: grid && alignItems === 'normal' ? 'start' : '', wide: '' };
    if (!size(frame, 'height')) given.height = /abs|fix/.test(position) && aspectRatio === 'auto' ? '150px' : '';
    if (!own.includes('%')) {
      given.width = own;
      if (maxWidth.includes('%')) {
        given.wide = own || '300px';
        given.width = `min(${given.wide}, ${maxWidth})`;
      }
      if (!own && (grid ? justifyItems.includes('stretch') : display.includes('flex'))) given.width = 'auto';
    }
    return given;
  });
  frames.forEach(([frame], at) => {
    for (const name of Object.keys(found[at])) frame.style.setProperty(`--optgate-${name}`, found[at][name]);
  });
}

/** What is measured of an element, in the words that styles use for a placeholder which takes up the same box. */
function boxOf(element) {
  const given = { maxWidth: 'none', flex: 'none' };
  const rules = getComputedStyle(element);
  for (const name of MEASURED) given[name] = rules[name];
  // A placeholder is positioned, and no frame that is not heeds an offset.
  if (given.position === 'static') Object.assign(given, { position: 'relative', top: 'auto', left: 'auto' });
  if (given.position === 'relative') for (const name of ['top', 'left']) if (given[name] === 'auto') given[name] = '0px';
  if (given.width === 'auto') given.width = 'max-content';
  if (given.display === 'inline') given.display = 'inline-block';
  return given;
}

/**
 * Measures boxes by empty iframes that stand in their places for a moment, all at once: as the page was written. One that
 * is right by the rules that could be read stays with them.
 */
function measure() {
  planned = undefined;
  twin();
  const frames = [...boxed].filter(([frame]) => frame.isConnected);
  for (const [frame, known] of frames) if (known) frame.style.cssText = known.style;
  fit(frames);
  if (!unreadable) return;
  const probes = frames.map(([frame, known]) => {
    const probe = known?.probe ?? box(frame, document.createElement('iframe'));
    probe.className = frame.className;
    boxed.set(frame, { probe, style: frame.style.cssText });
    return [frame, probe, boxOf(frame)];
  });
  for (const [frame, probe] of probes) {
    frame.before(probe);
    frame.style.display = 'none';
  }
  const boxes = probes.map(([, probe]) => boxOf(probe));
  probes.forEach(([frame, probe, own], at) => {
    probe.remove();
    frame.style.cssText = boxed.get(frame).style;
    // Its alignment is `fit`'s.
    if (MEASURED.some((name) => name !== 'alignSelf' && own[name] !== boxes[at][name])) Object.assign(frame.style, boxes[at]);
  });
}

/** The author's aspect ratio; his own rules win over it. */
export function shape(ratio) {
  current.style.setProperty('--optgate-ratio', ratio.replace(':', '/'));
}
