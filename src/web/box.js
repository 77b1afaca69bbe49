// The box of an element that a placeholder takes the place of: it is kept, by the page's own rules where they can be read,
// and by measuring where they cannot.
import { about, current } from './call.js';

/** Names of elements whose place was taken. */
const replaced = new Set();
/** How many rules of a sheet have been looked at. */
const looked = new WeakMap();
/** Placeholders of frames; beside those that are measured, an empty iframe to measure them by. */
const boxed = new Map();
/** Are there sheets that cannot be read, those of another origin? */
let unreadable = false;
/** What is measured. */
const MEASURED = 'width height boxSizing border padding margin borderRadius position top left float display verticalAlign order alignSelf gridArea'.split(' ');
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
  if (!replaced.has(old.localName)) {
    if (!replaced.size) {
      document.addEventListener('load', ({ target }) => target.matches?.('link,style') && measure(), true);
      addEventListener('resize', measure);
    }
    replaced.add(old.localName);
  }
  box(old, frame);
  // By this class tarteaucitron would find the placeholder, and write its own question into it.
  frame.classList.remove('youtube_player');
  twin();
  old.replaceWith(frame);
  // What a script gives the placeholder is meant for the frame that it stands for: see `keeps` in doors.js.
  Object.defineProperty(frame, 'src', { set: (value) => frame.setAttribute('src', value) });
  frame.optgate = old.optgate = [frame, old];
  if (frame.dataset.optgateBox) boxed.set(frame);
  // Sheets on their way keep the page from being painted; only then is it known whether they can be read.
  planned ??= requestAnimationFrame(measure);
  about(frame);
}

/** Gives `to` what says how large `from` is, and where. */
function box(from, to) {
  for (const name of ['id', 'class', 'width', 'height', 'align', 'frameborder']) {
    if (from.hasAttribute(name)) to.setAttribute(name, from.getAttribute(name));
  }
  // A picture in the author's style may come from anywhere.
  for (const name of from.style) {
    const value = from.style.getPropertyValue(name);
    if (!/url|image/i.test(value)) to.style.setProperty(name, value, from.style.getPropertyPriority(name));
  }
  if (/^(iframe|object|embed)$/.test(from.localName)) {
    to.dataset.optgateBox = from.localName;
    for (const name of ['width', 'height']) {
      const [, number, percent] = /^\s*\+?(\d+\.?\d*)(%?)/.exec(from.getAttribute(name)) ?? [];
      if (number) to.style.setProperty(`--optgate-${name}`, number + (percent || 'px'));
    }
    if (from.localName === 'iframe' && !/^\s*(0|no)/i.test(from.getAttribute('frameborder'))) to.style.setProperty('--optgate-border', '2px inset');
  }
  return to;
}

/** Adds the new element to the page's rules for those whose place it took. */
function twin() {
  const word = new RegExp(`(^|[\\s>+~,(])(?:${[...replaced].join('|')})(?![\\w-])`, 'gi');
  const walk = (rules) => {
    for (const rule of rules) {
      const selector = rule.selectorText;
      if (selector && !selector.includes('optgate-frame') && selector.search(word) >= 0) {
        rule.selectorText += `,${selector.replace(word, '$1optgate-frame')}`;
      }
      if (rule.styleSheet) read(rule.styleSheet);
      if (rule.cssRules) walk(rule.cssRules);
    }
  };
  const read = (sheet) => {
    try {
      const { cssRules } = sheet;
      const count = `${cssRules.length} ${replaced.size}`;
      if (looked.get(sheet) !== count) walk(cssRules);
      looked.set(sheet, count);
    } catch {
      unreadable = true;
    }
  };
  unreadable = false;
  for (const sheet of document.styleSheets) read(sheet);
}

/** Measures boxes by empty iframes that stand in their places for a moment, all at once: as the page was written. */
function measure() {
  planned = undefined;
  twin();
  if (!unreadable) return;
  const probes = [];
  for (const [frame, known] of boxed) {
    if (!frame.isConnected) continue;
    const probe = known ?? box(frame, document.createElement('iframe'));
    boxed.set(frame, probe);
    probes.push([frame, probe]);
    frame.before(probe);
    frame.style.display = 'none';
  }
  const boxes = probes.map(([, probe]) => {
    const given = { maxWidth: 'none', flex: 'none' };
    const rules = getComputedStyle(probe);
    for (const name of MEASURED) given[name] = rules[name];
    if (given.position === 'static') given.position = 'relative';
    if (given.display === 'inline') given.display = 'inline-block';
    return given;
  });
  probes.forEach(([frame, probe], at) => {
    probe.remove();
    Object.assign(frame.style, boxes[at]);
  });
}

/** The author's aspect ratio; his own rules win over it. */
export function shape(ratio) {
  current.style.setProperty('--optgate-ratio', ratio);
}
