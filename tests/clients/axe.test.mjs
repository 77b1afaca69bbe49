// axe-core looks for barriers in everything that we draw: each view, light, dark and with forced colours, in every language, narrow and wide.
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { PATIENT } from '../e2e/lib/page.mjs';
import { LANGUAGES as USUAL, open, page, placeholders, shipped, tab } from './lib/site.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** These in every mode: those inside the tag, and others with another script or direction. */
const EVERYWHERE = [...USUAL, 'el', 'ar', 'zh-Hans'];
/** Where the long proof is asked for, all others that ship, in one. */
const OTHERS = process.env.OPTGATE_LANGUAGES === 'all' ? (await readdir(shipped)).flatMap((name) => /^optgate\.(?!more\.)([a-z]{2}[\w-]*)\.json$/.exec(name)?.[1] ?? []) : [];
const LANGUAGES = [...new Set([...EVERYWHERE, ...OTHERS])];

const WIDTHS = [390, 1280];

/** A language that is not inside the tag is looked at in one width where only colours differ. */
const widths = (lang, mode) => (USUAL.includes(lang) || mode === 'light' ? WIDTHS : [WIDTHS[mode === 'dark' ? 0 : 1]]);

const MODES = {
  light: [{ name: 'prefers-color-scheme', value: 'light' }],
  dark: [{ name: 'prefers-color-scheme', value: 'dark' }],
  forced: [{ name: 'forced-colors', value: 'active' }],
};

/**
 * A page, how many texts its layer has at least, what has to be done before it shows the view, and for a view inside the body which element it
 * is in.
 */
const VIEWS = {
  'first layer': {
    path: '',
    texts: 7,
    show: (page) => page.waitForSelector('optgate-banner'),
  },
  preferences: {
    path: '',
    texts: 20,
    async show(page) {
      await page.waitForSelector('optgate-banner');
      await page.click('optgate-banner [data-optgate=preferences]');
      await page.waitForSelector('optgate-preferences dialog[open]');
      await page.evaluate(() => document.querySelectorAll('optgate-preferences details').forEach((each) => { each.open = true; }));
    },
  },
  'first layer that can be closed': {
    path: '/close',
    texts: 8,
    show: (page) => page.waitForSelector('optgate-banner [data-optgate=reject].optgate-quiet'),
  },
  'first layer after a new revision': {
    path: '/news',
    texts: 7,
    async show(page) {
      await page.evaluate((time) => { document.cookie = `optgate=1.1.${time}.182.!*`; }, Math.floor(Date.now() / 1000) - 60);
      await page.reload();
      await page.waitForSelector('optgate-banner[data-optgate-extra]');
    },
  },
  'preferences with a receipt': {
    path: '/receipts',
    texts: 21,
    async show(page) {
      await page.waitForSelector('optgate-banner');
      // What makes receipts comes behind the tag; the button stands there once there is an answer.
      await page.click('optgate-banner [data-optgate=reject]');
      await page.waitForFunction(() => window.optgate.receipt());
      await page.evaluate(() => window.optgate.preferences());
      await page.waitForSelector('optgate-preferences dialog[open] [data-optgate=receipt]');
    },
  },
  'table of services': {
    path: '/services',
    texts: 1,
    show: (page) => page.waitForSelector('.optgate-services td'),
  },
  'the notice of a small placeholder': {
    path: '/small',
    texts: 5,
    // It stands above the page, and yet in the body.
    inside: 'optgate-frame',
    async show(page) {
      await page.evaluate(() => window.optgate.refuse());
      await page.waitForSelector('optgate-button');
      await page.click('.optgate-player > button');
      await page.waitForSelector('.optgate-open > :popover-open');
    },
  },
  'ten placeholders': {
    path: '/films',
    texts: 1,
    async show(page) {
      await page.evaluate(() => window.optgate.refuse());
      await page.waitForSelector('optgate-button');
      await page.waitForFunction(() => document.querySelectorAll('.optgate-player').length === 10);
    },
  },
};

const pages = {};
for (const lang of LANGUAGES) {
  const main = (content, options) => page(lang, `<main><h1>Muster</h1>${content}</main>`, options);
  pages[`/${lang}`] = main('<p>Muster</p>');
  const set = (config) => main('<p>Muster</p>').replace('<script', `<script type="application/json" data-optgate>${JSON.stringify(config)}</script>$&`);
  pages[`/${lang}/close`] = set({ close: true });
  pages[`/${lang}/receipts`] = set({ receipts: true });
  pages[`/${lang}/services`] = main('<div data-optgate="services"></div><div data-optgate="status"></div>');
  pages[`/${lang}/news`] = main('<p>Muster</p>', { attributes: 'data-revision="2"' });
  pages[`/${lang}/small`] = main('<p>Muster</p><iframe data-purpose="media" width="120" height="90" data-src="https://www.youtube.com/embed/muster-0000" title="Film"></iframe>');
  pages[`/${lang}/films`] = main(placeholders(10));
}

let site;
before(async () => { site = await open(pages); });
after(() => site?.close());

/**
 * What axe finds, as lines: its default rules and all of WCAG 2.2 AA. It measures contrast in the body alone, so layers are moved there for a
 * second look; `measured` counts the texts of layers whose contrast it could tell, `unsure` names the others.
 */
async function barriers(page, inside) {
  await page.evaluate(axe);
  return page.evaluate(async (place) => {
    const { axe } = window;
    const rules = Object.fromEntries(axe.getRules(['wcag22aa']).map(({ ruleId }) => [ruleId, { enabled: true }]));
    const tell = ({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`));
    const first = await axe.run(document, { rules });
    const layers = [...document.querySelectorAll('html > :is(optgate-banner, optgate-preferences, optgate-button)')];
    const top = layers.pop();
    // Axe goes by z-index, and does not know that an open dialog lies above everything.
    layers.forEach((layer) => layer.remove());
    document.body.prepend(top);
    const dialog = top.querySelector('dialog');
    if (dialog) {
      dialog.open = false;
      dialog.showModal();
    } else {
      top.showPopover();
    }
    // Nor that what is in the top layer is not clipped by what it stands in.
    if (place) document.querySelectorAll(`${place}, ${place} > *`).forEach(({ style }) => style.setProperty('overflow', 'visible', 'important'));
    const second = await axe.run(document, { runOnly: ['color-contrast'] });
    const within = (results) => results.flatMap(({ nodes }) => nodes).map(({ target }) => target[0])
      .filter((target) => document.querySelector(target).closest(place ?? top.localName));
    return {
      lines: [...tell(first), ...tell(second)],
      looked: first.passes.length,
      measured: within(second.passes).length,
      unsure: within(second.incomplete),
    };
  }, inside);
}

/** In the page: the languages of all that is drawn. */
const spoken = () => {
  const drawn = document.querySelectorAll('optgate-banner, optgate-preferences, optgate-button, .optgate-player, .optgate-services');
  return [...new Set(Array.from(drawn, (element) => element.lang))];
};

for (const lang of LANGUAGES) {
  for (const [view, { path, texts, show, inside }] of Object.entries(VIEWS)) {
    test(`${lang}, ${view}: axe finds no barrier`, async () => {
      for (const [mode, features] of Object.entries(MODES)) {
        if (mode !== 'light' && !EVERYWHERE.includes(lang)) continue;
        for (const width of widths(lang, mode)) {
          const page = await tab(site.browser);
          const session = await page.createCDPSession();
          await session.send('Emulation.setEmulatedMedia', { features });
          await page.setViewport({ width, height: 900 });
          // A file that comes late would make all of it English.
          await page.evaluateOnNewDocument(PATIENT);
          await page.goto(`${site.origin}/${lang}${path}`);
          await show(page);
          assert.deepEqual(await page.evaluate(spoken), [lang]);
          assert.equal(await page.evaluate(() => matchMedia('(forced-colors: active)').matches), mode === 'forced');
          assert.equal(await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches), mode === 'dark');
          const { lines, looked, measured, unsure } = await barriers(page, inside);
          assert.deepEqual(lines, [], `${mode}, ${width}`);
          assert.ok(looked > 10, `axe applied ${looked} rules`);
          // axe reads `-webkit-text-fill-color`, which Chromium does not tell as forced; the pair is the system's own. In
          // scripts for which a machine has no font it takes letters for pictures; colours do not depend on the language.
          if (mode !== 'forced' && USUAL.includes(lang)) {
            assert.deepEqual(unsure, [], `${mode}, ${width}`);
            assert.ok(measured >= texts, `contrast of ${measured} texts`);
          }
          await page.browserContext().close();
        }
      }
    });
  }
}

test('a barrier that is planted is found', async () => {
  const page = await tab(site.browser);
  await page.goto(`${site.origin}/${LANGUAGES[0]}`);
  await page.waitForSelector('optgate-banner');
  await page.evaluate(() => {
    const [reject, accept] = document.querySelectorAll('optgate-banner button');
    reject.textContent = '';
    accept.style.setProperty('color', '#555', 'important');
    accept.style.setProperty('background', '#444', 'important');
    const small = '<button aria-label="Muster" style="width: 8px; height: 8px; padding: 0; border: 0; margin: 0"></button>';
    document.querySelector('main').insertAdjacentHTML('beforeend', `<p>${small}${small}</p>`);
  });
  const { lines } = await barriers(page);
  const found = new Set(lines.map((line) => line.split(' ')[0]));
  assert.deepEqual([...found].sort(), ['button-name', 'color-contrast', 'target-size'], lines.join('\n'));
  await page.browserContext().close();
});
