#!/usr/bin/env node
// Takes the pictures of the gallery: everything that visitors see, in windows, schemes and languages, all in one browser.
// `cargo xtask gallery` builds and starts this; the page that shows them is `www/gallery.localhost/`.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { runInside } from './lib/namespace.mjs';

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error('node tests/e2e/gallery.mjs FOLDER');
  process.exit(2);
}

const BANNER = 'optgate-banner [data-optgate=';
const LOW = '.films > :last-child';
const AR = { dir: 'rtl' };

/** What a picture shows, in words for the page, and what has to be done before it does. */
const VIEWS = {
  banner: { title: 'Banner', text: 'The first layer, on a first visit.', see: `${BANNER}accept]` },
  'banner-anew': {
    title: 'Banner that asks anew',
    text: 'After a new revision, with the button of the setting “close”.',
    before: `${BANNER}reject]`,
    config: { revision: 2, close: true },
    see: `${BANNER}reject].optgate-quiet`,
  },
  preferences: {
    title: 'Preferences',
    text: 'The second layer, as it opens before an answer.',
    click: [`${BANNER}preferences]`],
    see: 'optgate-preferences [data-optgate=save]',
  },
  'preferences-unfolded': {
    title: 'Preferences, a service unfolded',
    text: 'After a refusal, with the button of the setting “receipts”.',
    config: { receipts: true },
    click: [`${BANNER}reject]`, 'optgate-button button', 'optgate-preferences li:nth-child(2) summary'],
    see: 'optgate-preferences [data-optgate=receipt]',
  },
  placeholder: {
    title: 'Placeholder',
    text: 'In the place of two videos. The box of the second is too low for the notice.',
    click: [`${BANNER}reject]`],
    scroll: '.films',
    see: '.optgate-player > button',
  },
  'placeholder-low': {
    title: 'Placeholder, its notice opened',
    text: 'After the first press on play in the low box: in it where the notice can be read there, else over the page.',
    click: [`${BANNER}reject]`, `${LOW} .optgate-player > button`],
    scroll: LOW,
    see: `${LOW} .optgate-open [data-optgate=play]`,
  },
  services: {
    title: 'Status line and table of services',
    text: 'On a privacy statement. The look of the table is the page’s.',
    config: { button: false },
    click: [`${BANNER}reject]`],
    scroll: 'main > section',
    see: '.optgate-services td',
    of: 'main > section',
  },
};
/** Those that are taken in every language; the others in two, one of each direction. */
const MAIN = ['banner', 'preferences', 'placeholder', 'services'];

const WINDOWS = { phone: { width: 390, height: 844, scale: 2 }, desktop: { width: 1280, height: 800 } };
const SCHEMES = { light: {}, dark: { dark: true }, forced: { 'forced-colors': true } };
const LANGUAGES = { de: {}, en: {}, el: {}, ar: AR, 'zh-Hans': {} };

/** Every window and scheme in German; in each other language a phone in the light and a desktop in the dark. */
function rows() {
  const found = [];
  for (const view of Object.keys(VIEWS)) {
    const isMain = MAIN.includes(view);
    for (const lang of isMain ? Object.keys(LANGUAGES) : ['de', 'ar']) {
      for (const window of Object.keys(WINDOWS)) {
        for (const scheme of Object.keys(SCHEMES)) {
          const isUsual = (window === 'phone') === (scheme === 'light') && scheme !== 'forced';
          if ((isMain && lang === 'de') || isUsual) found.push({ view, window, scheme, lang });
        }
      }
    }
  }
  return found;
}

const pictures = rows().map((row) => ({ ...row, file: `${Object.values(row).join('.')}.webp` }));
const wanted = pictures.map(({ view, window, scheme, lang, file }) => ({
  host: 'muster.localhost',
  page: '/-/views.html',
  ...VIEWS[view],
  ...WINDOWS[window],
  ...SCHEMES[scheme],
  ...LANGUAGES[lang],
  lang,
  out: path.resolve(folder, file),
}));
process.exitCode = await runInside(
  fileURLToPath(new URL('lib/shot-worker.mjs', import.meta.url)),
  [JSON.stringify(wanted)],
  ({ out, error, width, height }) => {
    const picture = pictures.find(({ file }) => file === path.basename(out));
    if (error) console.error(`${picture.file}: ${error}`);
    else Object.assign(picture, { width, height });
  },
  120_000,
);
const views = Object.entries(VIEWS).map(([id, { title, text }]) => ({
  id,
  title,
  text,
  pictures: pictures.filter(({ view }) => view === id),
}));
if (!process.exitCode) fs.writeFileSync(path.join(folder, 'gallery.json'), `${JSON.stringify({ views }, null, 1)}\n`);
