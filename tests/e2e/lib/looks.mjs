// What a browser made of the style sheets of a page: boxes and computed styles, as lines to be compared.

/**
 * In the page: lines `element property: value` of the boxes and of every computed style, of what is ours (`selector`: one
 * element and all in it; boxes are told from its corner unless it is fixed), or, without a selector, of the page itself.
 */
export function lines(selector) {
  const OURS = 'optgate-banner,optgate-preferences,optgate-button,.optgate-player';
  const root = selector && document.querySelector(selector);
  if (selector && !root) return [`${selector} is missing`];
  const elements = selector
    ? [root, ...root.querySelectorAll('*')]
    : [document.documentElement, document.body, ...document.body.querySelectorAll('*')].filter(
        (each) => !each.closest(OURS) && !/^(script|style|link)$/.test(each.localName),
      );
  const parts = selector ? ['', '::before', '::after', '::backdrop'] : ['', '::before', '::after'];
  const corner = selector && !/^optgate/.test(selector) ? root.getBoundingClientRect() : { x: -scrollX, y: -scrollY };
  if (selector && /^optgate/.test(selector)) Object.assign(corner, { x: 0, y: 0 });
  const told = [];
  elements.forEach((element, at) => {
    const name = `${at} ${element.localName}${element.dataset.optgate ? `[${element.dataset.optgate}]` : ''}`;
    const { x, y, width, height } = element.getBoundingClientRect();
    const place = width || height ? [x - corner.x, y - corner.y, width, height] : [];
    told.push(`${name} box: ${place.map((value) => value.toFixed(1)).join(' ')}`);
    for (const part of parts) {
      const style = getComputedStyle(element, part);
      if (/before|after/.test(part) && style.content === 'none') {
        told.push(`${name}${part} content: none`);
        continue;
      }
      for (const property of style) {
        if (!property.startsWith('--')) told.push(`${name}${part} ${property}: ${style.getPropertyValue(property)}`);
      }
    }
  });
  return told;
}

/** How two lists of `lines` differ, `was → is`; at most twenty, and no box by less than a pixel. */
export function differences(was, is) {
  const read = (list) => new Map(list.map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]));
  const [before, after] = [read(was), read(is)];
  const found = [];
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    if (!isSame(before.get(key) ?? 'missing', after.get(key) ?? 'missing')) {
      found.push(`${key}: ${before.get(key)} → ${after.get(key)}`);
    }
  }
  return found.length > 20 ? [...found.slice(0, 20), `and ${found.length - 20} more`] : found;
}

/** The same text, but for lengths that differ by less than a pixel. */
function isSame(one, other) {
  if (one === other) return true;
  const number = /-?\d+(\.\d+)?/g;
  if (one.replace(number, '#') !== other.replace(number, '#') || !/box|px|^[-\d. ]+$/.test(one)) return false;
  const [these, those] = [one, other].map((text) => text.match(number).map(Number));
  return these.every((value, at) => Math.abs(value - those[at]) < 1);
}
