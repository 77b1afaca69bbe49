// What the banner says on few visits: that the question has changed, and, where the owner wants it, how to close it.
import assert from 'node:assert/strict';
import fs from 'node:fs';

import { PATIENT, clock } from '../lib/page.mjs';

const BANNER = 'optgate-banner';
const REJECT = 'optgate-banner [data-optgate="reject"]:not(.optgate-quiet)';
const CLOSE = 'optgate-banner [data-optgate="reject"].optgate-quiet';
const NEWS = {
  de: 'Unsere Frage hat sich seit Ihrer letzten Antwort geändert, deshalb fragen wir erneut. Wir, Muster GmbH,',
  fr: 'Notre question a changé depuis votre dernière réponse, nous la posons donc de nouveau. Nous, Muster GmbH,',
};

const asked = (visitor) => visitor.site.requests.filter(({ path }) => /optgate\.[\w-]+\.js/.test(path)).map(({ path }) => path);
const text = (visitor, selector) => visitor.eval((wanted) => document.querySelector(wanted)?.textContent, selector);

export default [
  {
    title: 'a higher revision asks again and says so, in the language of the page; a first visit hears nothing of it',
    async run(visitor) {
      for (const lang of ['de', 'fr']) {
        await visitor.fresh();
        await visitor.visit({ lang, prelude: PATIENT });
        await visitor.appears(BANNER);
        assert.ok(!(await text(visitor, BANNER)).includes(NEWS[lang].slice(0, 30)));
        assert.ok(!asked(visitor).includes('/optgate.extra.js'));
        await visitor.press(REJECT);
        await visitor.disappears(BANNER);
        await visitor.visit({ lang, prelude: PATIENT, attributes: { 'data-revision': '2' } });
        await visitor.appears(BANNER);
        assert.ok((await text(visitor, `${BANNER} p`)).startsWith(NEWS[lang]), await text(visitor, `${BANNER} p`));
        assert.equal(await visitor.sees(CLOSE), false);
        await visitor.press(REJECT);
        await visitor.disappears(BANNER);
        assert.equal(await visitor.standing('analytics'), 'refused visitor');
        visitor.site.requests.length = 0;
        await visitor.noErrors();
      }
    },
  },
  {
    title: 'an owner says what is new in his own words, and an answer that ran out is nothing new',
    async run(visitor) {
      const config = { texts: { de: { news: 'Neu: Karten.' } } };
      await visitor.visit({ prelude: clock(-400), config });
      await visitor.eval(() => window.optgate.refuse());
      await visitor.visit({ config, attributes: { 'data-revision': '2' }, prelude: PATIENT + clock(-399) });
      await visitor.appears(BANNER);
      assert.match(await text(visitor, `${BANNER} p`), /^Neu: Karten\. Wir, Muster GmbH,/);
      await visitor.press(REJECT);
      await visitor.visit({ config, attributes: { 'data-revision': '2' }, prelude: clock(-100) });
      await visitor.appears(BANNER);
      assert.match(await text(visitor, `${BANNER} p`), /^Wir, Muster GmbH,/);
    },
  },
  {
    title: 'without its file the banner asks all the same',
    async run(visitor) {
      await visitor.visit();
      await visitor.press(REJECT);
      await visitor.disappears(BANNER);
      visitor.place({ at: '/optgate.extra.js', html: '<!doctype html><title>404</title>' });
      await visitor.visit({ attributes: { 'data-revision': '2' }, config: { close: true } });
      await visitor.diagnosed('file-missing', 'optgate.extra.js');
      await visitor.appears(BANNER);
      assert.match(await text(visitor, `${BANNER} p`), /^Wir, Muster GmbH,/);
      assert.equal(await visitor.eval(() => document.querySelectorAll('optgate-banner button').length), 3);
      await visitor.noErrors();
    },
  },
  {
    title: 'there is no way to close the banner unless the owner wants it; then it is called going on without consent, and refuses',
    async run(visitor) {
      await visitor.visit();
      await visitor.appears(BANNER);
      assert.equal(await visitor.sees(CLOSE), false);
      await visitor.visit({ config: { close: true } });
      await visitor.appears(CLOSE);
      assert.equal(await text(visitor, CLOSE), 'Ohne Einwilligung fortfahren');
      assert.deepEqual(
        await visitor.eval(() => [...document.querySelectorAll('optgate-banner button')].map((button) => button.textContent)),
        ['Alle ablehnen', 'Alle akzeptieren', 'Einstellungen', 'Ohne Einwilligung fortfahren'],
      );
      await visitor.storesNothing();
      await visitor.press(CLOSE);
      await visitor.disappears(BANNER);
      for (const id of ['analytics', 'media', 'youtube']) assert.equal(await visitor.standing(id), 'refused visitor');
      assert.equal(await visitor.cookie('cookieconsent_status'), 'deny');
      await visitor.silent('after the banner was closed');
      const refused = await visitor.cookie('optgate');
      await visitor.eval(() => window.optgate.refuse());
      const entries = (record) => record.split('.').slice(4).join('.');
      assert.equal(entries(refused), entries(await visitor.cookie('optgate')), 'the same as reject');
      await visitor.noErrors();
    },
  },
  {
    title: 'a receipt of a banner that asks anew has a hash of the archive',
    async run(visitor) {
      await visitor.visit({ config: { receipts: true } });
      await visitor.eval(() => window.optgate.refuse());
      await visitor.until(() => visitor.eval(() => window.optgate.receipt()), 'the first receipt');
      await visitor.visit({ config: { receipts: true, close: true }, attributes: { 'data-revision': '2' } });
      await visitor.press(CLOSE);
      const made = await visitor.until(async () => {
        const found = await visitor.eval(() => window.optgate.receipt());
        return found?.['dct:hasVersion'] === 'revision 2' && found;
      }, 'the second receipt');
      const { texts } = JSON.parse(fs.readFileSync(new URL('../../../dist/texts.json', import.meta.url)));
      const shown = texts[made['dpv:hasNotice'][0]['dpv:hasIdentifier'].replace('sha256:', '')];
      assert.equal(shown.language, 'de');
      assert.ok(shown.text.includes('\nwithout=Ohne Einwilligung fortfahren\n'), shown.text);
      assert.match(shown.text, /\nnews=[^\n]/);
    },
  },
];
