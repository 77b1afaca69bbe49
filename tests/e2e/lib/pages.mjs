// What the folders of other people's pages have in common.

/** Hosts of Google's and YouTube's. */
export const GOOGLE = new RegExp(
  `(^|\\.)(${[
    'youtube(-nocookie)?\\.com|youtu\\.be|ytimg\\.com|ggpht\\.com|googlevideo\\.com',
    'google(-analytics|tagmanager|apis|adservices|syndication)?\\.com|gstatic\\.com|doubleclick\\.net',
  ].join('|')})$`,
);

/** The rows of an `index.tsv`, by the names of its header line. */
export function rows(text) {
  const [header, ...lines] = text
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t'));
  return lines.map((fields) => Object.fromEntries(header.map((name, at) => [name, fields[at] ?? ''])));
}
