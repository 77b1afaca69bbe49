// A refusal is stored in exactly the cookies that the README names, is not asked again, and stays silent.
import assert from 'node:assert/strict';

import { GOOGLE } from '../lib/page.mjs';
import { Site } from '../lib/site.mjs';

const DEMO = 'G-DEMO12345';
const HOSTS = [...new Set(Site.pages().map(({ host }) => host))];

/** What a refusal leaves behind, beside the record. */
function assertRefused(cookies, id) {
  const { optgate, ...others } = cookies;
  assert.deepEqual(others, { cookieconsent_status: ['deny'], 'ga-disable': ['true'], [`ga-disable-${id}`]: ['true'] });
  assert.equal(optgate.length, 1, 'one record');
  assert.ok(`optgate=${optgate[0]}`.length <= 200, `the record has ${optgate[0].length} characters`);
}

export default [
  ...HOSTS.map((here) => ({
    title: `reject on the start page of ${here} is stored, silent, not asked again, and holds on every page`,
    silence: true,
    async run(visitor) {
      await visitor.visit(`http://${here}/`);
      await visitor.press('optgate-banner [data-optgate="reject"]');
      await visitor.disappears('optgate-banner');
      await visitor.silent('after the rejection');
      assertRefused(await visitor.cookieNames(), DEMO);
      await visitor.reload();
      await visitor.silent('after a reload');
      await visitor.appears('optgate-button');
      assert.equal(await visitor.sees('optgate-banner'), false, 'nothing is asked twice');
      assert.equal(await visitor.standing('analytics'), 'refused stored');
      for (const { host, path } of Site.pages().filter((entry) => entry.host === here)) {
        await visitor.visit(`http://${host}${path}`);
        await visitor.silent(`${path} after the rejection`);
        await visitor.appears('optgate-button');
        assert.equal(await visitor.sees('optgate-banner'), false, `${path} does not ask again`);
        assert.equal(await visitor.standing('analytics'), 'refused stored', path);
        assert.equal(await visitor.flag(DEMO), true, `${path}: the flag of the opt-out`);
        assertRefused(await visitor.cookieNames(), DEMO);
      }
    },
  })),
  {
    title: 'a rejection takes effect without a reload: marked content stays closed and the page is told',
    async run(visitor) {
      await visitor.visit();
      await visitor.press('optgate-banner [data-optgate="reject"]');
      await visitor.silent('after the rejection');
      assert.equal(await visitor.standing('analytics'), 'refused visitor');
      assert.equal(await visitor.flag(), true);
      assert.equal(await visitor.eval(() => typeof window.__analytics_ran), 'undefined');
      const [change] = await visitor.heard('change');
      assert.deepEqual(change.changed.includes('analytics'), true);
      assert.equal(change.source, 'visitor');
      assert.equal(change.status.answered, true);
      assertRefused(await visitor.cookieNames(), GOOGLE);
      await visitor.appears('optgate-button');
      await visitor.noErrors();
    },
  },
  {
    title: 'refuse() does the same as the button, and a video can still be played once',
    async run(visitor) {
      await visitor.visit();
      await visitor.eval(() => {
        window.optgate.refuse();
      });
      await visitor.disappears('optgate-banner');
      await visitor.silent('after refuse()');
      assertRefused(await visitor.cookieNames(), GOOGLE);
      await visitor.press('optgate-frame [data-optgate="play"]');
      await visitor.contacted('www.youtube-nocookie.com');
      assertRefused(await visitor.cookieNames(), GOOGLE);
    },
  },
];
