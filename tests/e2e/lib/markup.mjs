// Rewrites the HTML text of other people's pages, and leaves every byte alone that it need not touch: the tag goes
// first into the head, and live YouTube iframes become inert. "Live" as a browser parses: not in comments,
// scripts, styles, noscript or templates. Texts are read as Latin-1, so that bytes survive in any encoding.

/** Elements whose content is text until their end tag (noscript counts, since scripts run). */
const RAW = new Set(['script', 'style', 'textarea', 'title', 'noscript', 'iframe', 'xmp', 'noembed', 'noframes']);
const PLAYER = /^\s*(?:https?:)?\/\/(?:www\.|m\.)?(?:youtube(?:-nocookie)?\.com|youtu\.be)(?:[/?#]|\s*$)/i;
const ATTRIBUTE = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g;

/** Every live start tag: `{name, start, end}`, positions in `html`. */
function* startTags(html) {
  let templates = 0;
  let at = 0;
  while ((at = html.indexOf('<', at)) >= 0) {
    if (html.startsWith('<!--', at)) {
      // `<!-->` and `<!--->` are whole comments.
      const short = /^<!--(-?>)/.exec(html.slice(at, at + 6));
      const close = short ? at + short[0].length : html.indexOf('-->', at + 4) + 3;
      if (close < at + 4) return;
      at = close;
      continue;
    }
    const open = /^<(\/?)([a-z][^\s/>]*)/i.exec(html.slice(at, at + 80));
    if (!open) {
      const close = /^<[!?/]/.test(html.slice(at, at + 2)) ? html.indexOf('>', at) : at;
      if (close < 0) return;
      if (/^<!doctype/i.test(html.slice(at, at + 9))) yield { name: '!doctype', start: at, end: close + 1 };
      at = close + 1;
      continue;
    }
    const name = open[2].toLowerCase();
    const end = tagEnd(html, at + open[0].length);
    if (end < 0) return;
    if (name === 'template') templates = Math.max(0, templates + (open[1] ? -1 : 1));
    if (!open[1] && templates === 0) yield { name, start: at, end };
    at = end;
    if (!open[1] && RAW.has(name)) {
      const close = html.slice(at).search(new RegExp(`</${name}[\\s/>]`, 'i'));
      if (close < 0) return;
      at += close;
    }
  }
}

// Behind the `>` that ends a tag; one inside a quoted value does not.
function tagEnd(html, from) {
  let quote = '';
  let value = false;
  for (let at = from; at < html.length; at += 1) {
    const character = html[at];
    if (quote) {
      if (character === quote) quote = '';
    } else if (character === '>') {
      return at + 1;
    } else if (value && (character === '"' || character === "'")) {
      quote = character;
      value = false;
    } else if (!/\s/.test(character)) {
      value = character === '=';
    }
  }
  return -1;
}

/** Undoes the character references that occur in addresses. */
const decode = (text) =>
  text
    .replace(/&#(?:x([\da-f]{1,4})|(\d{1,5}));?/gi, (all, hex, number) => String.fromCharCode(hex ? parseInt(hex, 16) : number))
    .replaceAll('&amp;', '&')
    .trim();

/**
 * Makes the YouTube iframes inert: `src` becomes `data-purpose="media" data-src`. Gives the new text, the addresses in
 * document order, and the text in which the same frames are marked and `live`.
 */
export function closeFrames(html) {
  const addresses = [];
  let out = '';
  let live = '';
  let done = 0;
  for (const { name, start, end } of startTags(html)) {
    if (name !== 'iframe') continue;
    const from = start + '<iframe'.length;
    const found = [...html.slice(from, end - 1).matchAll(ATTRIBUTE)].find((match) => match[1].toLowerCase() === 'src');
    const address = decode(found?.[2] ?? found?.[3] ?? found?.[4] ?? '');
    if (!PLAYER.test(address)) continue;
    addresses.push(address);
    const place = from + found.index;
    const before = `${html.slice(done, place)}data-purpose="media" `;
    out += `${before}data-src`;
    live += `${before}src`;
    done = place + 3;
  }
  const rest = html.slice(done);
  return { html: out + rest, addresses, live: live + rest };
}

/** Puts `tag` first into the head, or where the head begins if it has no tag of its own. */
export function insertFirst(html, tag) {
  let place = 0;
  for (const { name, end } of startTags(html)) {
    if (!['!doctype', 'html', 'head'].includes(name)) break;
    place = end;
    if (name === 'head') break;
  }
  return html.slice(0, place) + tag + html.slice(place);
}

const attributes = (text) => [...text.matchAll(ATTRIBUTE)];

/** Marks a snippet as its owner would: scripts become inert for analytics and marketing, addresses of all else wait. */
export function markSnippet(html) {
  let out = '';
  let done = 0;
  for (const { name, start, end } of startTags(html)) {
    if (!['script', 'iframe', 'img', 'link'].includes(name)) continue;
    const from = start + 1 + name.length;
    const all = attributes(html.slice(from, end - 1));
    const named = (wanted) => all.find((match) => match[1].toLowerCase() === wanted);
    const type = named('type');
    const kind = type?.[2] ?? type?.[3] ?? type?.[4] ?? '';
    if (name === 'script' && !/^$|javascript|module/i.test(kind)) continue;
    const address = named(name === 'link' ? 'href' : 'src');
    const mark = ' data-purpose="analytics marketing"';
    let tag = html.slice(from, end);
    if (name === 'script') {
      // Of two attributes of one name the parser takes the first, but Chromium's preload scanner the last.
      if (type) tag = tag.slice(0, type.index) + tag.slice(type.index + type[0].length);
      tag = ` type="text/plain"${kind === 'module' ? ' data-type="module"' : ''}${mark}${tag}`;
    } else if (address) {
      tag = `${mark}${tag.slice(0, address.index)}data-${tag.slice(address.index)}`;
    }
    out += html.slice(done, from) + tag;
    done = end;
  }
  return out + html.slice(done);
}
