// Before an answer: nothing leaves the browser, nothing is stored, the visitor is asked. Each page then
// gives consent, the positive control: the same page must now reach Google.
import assert from 'node:assert/strict';

import { GPC } from '../lib/page.mjs';
import { Site } from '../lib/site.mjs';

const DEMO = 'G-DEMO12345';
const LEGAL = /datenschutz|privacy|impressum|imprint/;

const everyPage = Site.pages().map(({ host, path }) => ({
  title: `${host}${path} is silent, stores nothing and asks`,
  silence: true,
  async run(visitor) {
    await visitor.visit(`http://${host}${path}`);
    await visitor.silent('before an answer');
    await visitor.storesNothing();
    assert.equal(await visitor.flag(DEMO), true, 'the flag of the opt-out');
    const google = await visitor.eval(() => ({ gtag: typeof window.gtag, layer: window.dataLayer.length }));
    assert.deepEqual(google, { gtag: 'function', layer: 0 }, 'pages may call Google, which is told nothing');
    if (LEGAL.test(path)) {
      await visitor.appears('optgate-button');
      assert.equal(await visitor.sees('optgate-banner'), false, 'the banner is folded on legal pages');
    } else {
      await visitor.appears('optgate-banner [data-optgate="accept"]');
      await visitor.appears('optgate-banner [data-optgate="reject"]');
      assert.equal(await visitor.sees('optgate-button'), false, 'the button hides while the banner shows');
    }
    await visitor.eval(() => {
      window.optgate.give();
    });
    await visitor.contacted('www.googletagmanager.com');
    await visitor.contacted('www.google-analytics.com');
  },
}));

async function walk(visitor, after = async () => {}) {
  for (const { host, path } of Site.pages()) {
    await visitor.visit(`http://${host}${path}`);
    await visitor.silent(`${host}${path}`);
    await visitor.storesNothing();
    assert.equal(await visitor.flag(DEMO), true, 'the flag of the opt-out');
    await after(path);
  }
}

export default [
  ...everyPage,
  {
    title: 'every page is silent and stores nothing with data-domain="auto"',
    silence: true,
    async run(visitor) {
      visitor.site.edit((html) =>
        html.replace(/ data-domain="[^"]*"/, '').replace('optgate.js" ', 'optgate.js" data-domain="auto"'),
      );
      await walk(visitor, async () => {
        assert.equal(
          await visitor.eval(() => document.querySelector('script[src*="optgate.js"]').dataset.domain),
          'auto',
        );
      });
    },
  },
  {
    title: 'every page is silent and stores nothing with Global Privacy Control, and does not ask',
    silence: true,
    async run(visitor) {
      visitor.site.edit((html) => html.replace('<head>', `<head><script>${GPC}</script>`));
      await walk(visitor, async (path) => {
        // On legal pages the button stands for a banner, and there is none.
        if (!LEGAL.test(path)) await visitor.appears('optgate-button');
        assert.equal(await visitor.sees('optgate-banner'), false, 'nothing is left to ask');
        assert.equal(await visitor.standing('analytics'), 'refused signal');
      });
    },
  },
];
