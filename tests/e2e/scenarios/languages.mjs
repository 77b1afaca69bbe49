// The banner speaks the page's language. Two languages are inside; each other one is a file of the site's own, which
// is waited for, but not for long.
import assert from 'node:assert/strict';

import { GPC, PATIENT } from '../lib/page.mjs';
import { Site } from '../lib/site.mjs';

const BANNER = 'optgate-banner';
const SHEET = 'optgate-preferences [data-optgate="save"]';
const OPEN = 'optgate-banner [data-optgate="preferences"]';
const NOTHING = '<!doctype html><title>404</title>';

/** A prelude that keeps the language of everything of ours that is ever shown. */
const WATCH = `window.__shown = [];
new MutationObserver((records) => {
  for (const { addedNodes } of records) for (const node of addedNodes) {
    if (node.nodeType === 1 && node.matches('optgate-banner,optgate-preferences,.optgate-player')) __shown.push(node.lang);
  }
}).observe(document, { childList: true, subtree: true });`;

const asked = (visitor) =>
  visitor.site.requests.filter(({ path }) => /optgate\.[\w-]+\.json/.test(path)).map(({ path }) => path);

/** Text, language and direction of what is shown. */
const look = (visitor, selector) =>
  visitor.eval((wanted) => {
    const element = document.querySelector(wanted);
    return {
      text: element.textContent,
      lang: element.lang,
      dir: element.dir,
      runs: getComputedStyle(element).direction,
      reject: element.querySelector('[data-optgate="reject"]')?.textContent,
    };
  }, selector);

/** The French file as it ships: its version, and its texts. */
const french = () => {
  const [version, ...texts] = JSON.parse(Site.product('optgate.fr.json'));
  return { version, texts };
};

/** Every language that was ever shown on this page view. */
const shown = async (visitor) => [...new Set(await visitor.eval(() => window.__shown))];

/** All of this page view is English, and stays so. */
async function staysEnglish(visitor) {
  await visitor.appears(BANNER);
  assert.equal((await look(visitor, BANNER)).reject, 'Reject all');
  assert.match((await look(visitor, '.optgate-player')).text, /Play video/);
  await visitor.press(OPEN);
  await visitor.appears(SHEET);
  assert.match((await look(visitor, 'optgate-preferences')).text, /holds for 182 days;/);
  assert.deepEqual(await shown(visitor), ['en']);
  await visitor.noErrors();
}

export default [
  {
    title: 'a French page is asked in French, from one file of its own site',
    silence: true,
    async run(visitor) {
      await visitor.visit({ lang: 'fr', prelude: PATIENT + WATCH });
      await visitor.appears(BANNER);
      const { text, lang, reject } = await look(visitor, BANNER);
      assert.deepEqual([lang, reject], ['fr', 'Tout refuser']);
      assert.match(text, /Nous, Muster GmbH, utilisons des cookies/);
      assert.match((await look(visitor, '.optgate-player')).text, /Lire la vidéo/);
      assert.deepEqual(asked(visitor), ['/optgate.fr.json']);
      await visitor.silent('with a French banner');
      await visitor.press(OPEN);
      await visitor.appears(SHEET);
      assert.match((await look(visitor, 'optgate-preferences')).text, /Votre choix vaut 182\sjours/);
      assert.deepEqual(asked(visitor).sort(), ['/optgate.fr.json', '/optgate.more.json']);
      assert.deepEqual(await shown(visitor), ['fr']);
      await visitor.silent('with French preferences');
      await visitor.storesNothing();
      await visitor.press('optgate-preferences [data-optgate="accept"]');
      await visitor.contacted('www.googletagmanager.com');
      await visitor.noErrors();
    },
  },
  {
    title: 'a page on which nothing is shown fetches no language',
    async run(visitor) {
      await visitor.visit({ lang: 'fr', attributes: { 'data-google': false }, body: '<p>Rien.</p>' });
      await visitor.settle();
      assert.deepEqual(asked(visitor), []);
      await visitor.visit({ lang: 'de' });
      await visitor.appears(BANNER);
      assert.deepEqual(asked(visitor), []);
    },
  },
  {
    title: 'a press that opens the preferences brings the language with it',
    async run(visitor) {
      const body = '<button id="open" data-optgate="preferences">Choix</button>';
      const attributes = { 'data-google': false };
      await visitor.visit({ lang: 'fr', prelude: PATIENT + WATCH, attributes, body });
      await visitor.press('#open');
      await visitor.appears(SHEET);
      assert.equal((await look(visitor, 'optgate-preferences')).lang, 'fr');
      assert.deepEqual(await shown(visitor), ['fr']);
      await visitor.noErrors();
    },
  },
  {
    title: 'a file that is missing leaves the page English, and the developer is told',
    async run(visitor) {
      visitor.place({ at: '/optgate.fr.json', html: NOTHING });
      await visitor.visit({ lang: 'fr', prelude: WATCH });
      await visitor.diagnosed('file-missing', 'optgate.fr.json');
      await staysEnglish(visitor);
    },
  },
  {
    title: 'a file of another version is not used',
    async run(visitor) {
      // Its texts are right, so that it is the version that they are left out for.
      visitor.place({ at: '/optgate.fr.json', html: JSON.stringify(['0.0.0', ...french().texts]) });
      await visitor.visit({ lang: 'fr', prelude: WATCH });
      await visitor.diagnosed('file-missing', 'optgate.fr.json');
      await staysEnglish(visitor);
    },
  },
  {
    title: 'a file that takes more than a second comes too late for this page view',
    async run(visitor) {
      visitor.place({ at: '/optgate.fr.json', html: Site.product('optgate.fr.json'), delay: 2500 });
      const start = Date.now();
      await visitor.visit({ lang: 'fr', prelude: WATCH });
      await visitor.appears(BANNER);
      assert.ok(Date.now() - start > 900, 'the banner waits for its language');
      const has = () => performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/optgate.fr.json'));
      await visitor.until(() => visitor.eval(has), 'the file to have come');
      await staysEnglish(visitor);
      assert.equal(await visitor.eval(() => window.optgate.version), french().version, 'it would have been the right one');
      assert.ok(asked(visitor).includes('/optgate.fr.json'));
    },
  },
  {
    title: 'the same file is waited for where that second does not pass, which the other scenarios rely on',
    async run(visitor) {
      visitor.place({ at: '/optgate.fr.json', html: Site.product('optgate.fr.json'), delay: 1500 });
      await visitor.visit({ lang: 'fr', prelude: PATIENT + WATCH });
      await visitor.appears(BANNER);
      assert.deepEqual(await shown(visitor), ['fr']);
    },
  },
  {
    title: 'an Arabic page is served from right to left',
    async run(visitor) {
      const body = '<optgate-frame data-provider="youtube" data-video="firstvideo1"></optgate-frame><div data-optgate="status"></div><div data-optgate="services"></div>';
      await visitor.visit({ lang: 'ar', prelude: PATIENT, body });
      await visitor.appears(BANNER);
      for (const selector of [BANNER, '.optgate-player', '[data-optgate=status] ul', '.optgate-services']) {
        await visitor.until(() => look(visitor, selector), selector);
        const { lang, dir, runs } = await look(visitor, selector);
        assert.deepEqual([lang, dir, runs], ['ar', 'rtl', 'rtl'], selector);
      }
      await visitor.press(OPEN);
      await visitor.appears(SHEET);
      assert.equal((await look(visitor, 'optgate-preferences')).dir, 'rtl');
      const sides = await visitor.eval(() => {
        const row = document.querySelector('optgate-preferences label.optgate-purpose');
        return [row.querySelector('b'), row.querySelector('input')].map((element) => element.getBoundingClientRect().x);
      });
      assert.ok(sides[0] > sides[1], `the name stands right of its switch: ${sides}`);
      await visitor.noErrors();
    },
  },
  {
    title: 'Chinese of Taiwan, Norwegian and Brazilian Portuguese find their files',
    async run(visitor) {
      for (const [lang, file, reject] of [
        ['zh-TW', 'zh-TW', '全部拒絕'],
        ['zh-CN', 'zh', '全部拒绝'],
        ['no', 'no', 'Avvis alle'],
        ['pt-BR', 'pt', 'Rejeitar tudo'],
      ]) {
        visitor.site.requests.length = 0;
        await visitor.visit({ lang, prelude: PATIENT });
        await visitor.appears(BANNER);
        assert.equal((await look(visitor, BANNER)).reject, reject, lang);
        assert.deepEqual(asked(visitor), [`/optgate.${file}.json`]);
      }
    },
  },
  {
    title: 'an owner restricts the languages, and his texts win',
    async run(visitor) {
      await visitor.visit({ lang: 'fr', config: { languages: ['de'] } });
      await visitor.appears(BANNER);
      assert.equal((await look(visitor, BANNER)).lang, 'de');
      assert.deepEqual(asked(visitor), []);
      await visitor.visit({ lang: 'fr', prelude: PATIENT, config: { texts: { fr: { reject: 'Non merci' } } } });
      await visitor.appears(BANNER);
      const { text, reject } = await look(visitor, BANNER);
      assert.equal(reject, 'Non merci');
      assert.match(text, /Tout accepter/);
    },
  },
  {
    title: 'the way back is in the language too, where a signal has answered',
    async run(visitor) {
      await visitor.visit({ lang: 'it', prelude: PATIENT + GPC });
      await visitor.appears('optgate-button');
      assert.match((await look(visitor, 'optgate-button')).text, /Impostazioni privacy/);
    },
  },
];
