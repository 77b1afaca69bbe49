// Global Privacy Control fills what is unknown: not asked, no cookie, but a visitor who gives by name is obeyed.
import assert from 'node:assert/strict';

import { setCookie } from '../lib/answer.mjs';
import { GOOGLE, GPC } from '../lib/page.mjs';

async function assertNotAsked(visitor) {
  await visitor.silent('with the signal');
  assert.equal(await visitor.standing('analytics'), 'refused signal');
  await visitor.appears('optgate-button');
  assert.equal(await visitor.sees('optgate-banner'), false);
  assert.equal((await visitor.status()).answered, true, 'nothing that is asked is unknown');
  await visitor.storesNothing();
}

export default [
  {
    title: 'the signal refuses: not asked, no cookie, and accept all does not give it',
    silence: true,
    async run(visitor) {
      await visitor.visit({ prelude: GPC, attributes: { 'data-google': `${GOOGLE} AW-987654321` } });
      await assertNotAsked(visitor);
      assert.equal(await visitor.standing('marketing'), 'refused signal');
      await visitor.eval(() => {
        window.optgate.give();
      });
      await visitor.silent('after give() without ids');
      assert.equal(await visitor.standing('analytics'), 'refused signal');
      assert.equal(await visitor.cookie('cookieconsent_status'), undefined);
    },
  },
  {
    title: 'a visitor who gives one by name is obeyed, now and after a reload',
    async run(visitor) {
      await visitor.visit({ prelude: GPC });
      await assertNotAsked(visitor);
      await visitor.eval(() => {
        window.optgate.give(['analytics']);
      });
      await visitor.contacted('www.google-analytics.com');
      assert.equal(await visitor.standing('analytics'), 'given visitor');
      assert.equal(await visitor.cookie('cookieconsent_status'), 'allow');
      visitor.mark();
      await visitor.reload();
      await visitor.contacted('www.google-analytics.com');
      assert.equal(await visitor.standing('analytics'), 'given stored');
    },
  },
  {
    title: 'a switch in the preferences counts as giving by name',
    async run(visitor) {
      await visitor.visit({ prelude: GPC });
      await visitor.press('optgate-button [data-optgate="preferences"], optgate-button');
      await visitor.press('optgate-preferences input[data-optgate="purpose:analytics"]');
      await visitor.press('optgate-preferences [data-optgate="save"]');
      await visitor.contacted('www.google-analytics.com');
    },
  },
  {
    title: 'a stored answer outweighs the signal',
    async run(visitor) {
      await visitor.visit({ prelude: GPC, cookies: [setCookie('cookieconsent_status', 'allow')] });
      await visitor.contacted('www.google-analytics.com');
      assert.equal(await visitor.standing('analytics'), 'given stored');
    },
  },
  {
    title: "the browser's own setting is the signal",
    engines: ['firefox'],
    launch: { firefox: { preferences: { 'privacy.globalprivacycontrol.enabled': true } } },
    async run(visitor) {
      await visitor.visit();
      assert.equal(await visitor.eval(() => navigator.globalPrivacyControl), true);
      await assertNotAsked(visitor);
    },
  },
];
