// Taking the answer back: from a link, from code, from an address, from the button that opens the preferences.
import assert from 'node:assert/strict';

import { setCookie } from '../lib/answer.mjs';
import { GOOGLE } from '../lib/page.mjs';

/** A visitor who has accepted and whom Google has given its cookies. */
async function accepted(visitor, spec = {}, options = {}) {
  const url = await visitor.visit(spec, options);
  await visitor.press('optgate-banner [data-optgate="accept"]');
  await visitor.contacted('www.google-analytics.com');
  await visitor.until(async () => (await visitor.cookieNames())._ga, "Google's cookies");
  await visitor.settle();
  return url;
}

/** Flag, cookies, consent mode and event after a withdrawal, on the page where it happened. */
async function assertWithdrawn(visitor) {
  await visitor.until(async () => (await visitor.flag()) === true, 'the flag of the opt-out to come back');
  const { optgate, ...others } = await visitor.cookieNames();
  assert.deepEqual(others, {
    cookieconsent_status: ['deny'],
    'ga-disable': ['true'],
    [`ga-disable-${GOOGLE}`]: ['true'],
  });
  assert.equal(optgate.length, 1);
  assert.match(await visitor.standing('analytics'), /^(withdrawn|refused) visitor$/);
  const later = await visitor.eval(() => window.__gtag_seen.later);
  const update = later.findLast(([command]) => command === 'consent');
  assert.equal(update?.[1], 'update');
  assert.equal(update[2].analytics_storage, 'denied', 'consent mode is told');
  const change = (await visitor.heard('change')).at(-1);
  assert.ok(change.changed.includes('analytics'), 'the event names what changed');
  assert.equal(change.source, 'visitor');
  assert.ok(
    Array.isArray(change.clientIds) && change.clientIds.includes('1234567890.1700000000'),
    `clientIds ${JSON.stringify(change.clientIds)}`,
  );
  await visitor.noErrors();
}

async function assertSilentAfterReload(visitor) {
  await visitor.settle();
  visitor.mark();
  await visitor.reload();
  await visitor.silent('after the withdrawal and a reload');
  await visitor.appears('optgate-button');
  assert.equal(await visitor.sees('optgate-banner'), false, 'nothing is asked again');
  assert.equal(await visitor.flag(), true);
  assert.equal((await visitor.cookieNames())._ga, undefined, "Google's cookies stay away");
}

const way = (title, act) => ({
  title,
  async run(visitor) {
    await accepted(visitor);
    await act(visitor);
    await assertWithdrawn(visitor);
    await assertSilentAfterReload(visitor);
  },
});

export default [
  way('by a button with data-optgate="withdraw"', (visitor) => visitor.press('#take-back')),
  way('by a link to #optgate-withdraw', (visitor) => visitor.press('#take-back-link')),
  way('by withdraw()', (visitor) =>
    visitor.eval(() => {
      window.optgate.withdraw();
    }),
  ),
  way('by withdraw("analytics")', (visitor) =>
    visitor.eval(() => {
      window.optgate.withdraw('analytics');
    }),
  ),
  way('from the button, by rejecting in the preferences', async (visitor) => {
    await visitor.press('optgate-button [data-optgate="preferences"], optgate-button');
    await visitor.appears('optgate-preferences [data-optgate="reject"]');
    await visitor.press('optgate-preferences [data-optgate="reject"]');
    await visitor.disappears('optgate-preferences');
  }),
  way('from the button, by switching off and saving', async (visitor) => {
    await visitor.press('optgate-button [data-optgate="preferences"], optgate-button');
    await visitor.press('optgate-preferences input[data-optgate="purpose:analytics"]');
    await visitor.press('optgate-preferences [data-optgate="save"]');
    await visitor.disappears('optgate-preferences');
  }),
  {
    title: 'by an address that ends in #optgate-withdraw, from another page',
    async run(visitor) {
      await accepted(visitor);
      visitor.mark();
      await visitor.visit(`${visitor.place()}#optgate-withdraw`);
      await visitor.until(
        async () => /^withdrawn|^refused/.test(await visitor.standing('analytics')),
        'the withdrawal',
      );
      assert.equal(await visitor.flag(), true);
      assert.equal(await visitor.cookie('cookieconsent_status'), 'deny');
      assert.equal((await visitor.cookieNames())._ga, undefined);
      await visitor.eval(() => void window.optgate.give('analytics'));
      await visitor.reload();
      assert.equal(await visitor.standing('analytics'), 'given stored', 'loaded again, the page does not withdraw again');
    },
  },
  {
    title: 'a link gives nothing, from another page or on this one: anybody can write one',
    async run(visitor) {
      const actions = ['accept', 'purpose:analytics', 'save', 'always', 'play', 'accept#optgate-preferences'];
      const links = actions.map((action, at) => `<a id="link${at}" href="#optgate-${action}">${action}</a>`);
      const body = `<h1>Verweise</h1><p>${links.join(' ')}</p><p style="height: 100vh">`;
      for (const action of actions) {
        await visitor.visit(`${visitor.place({ body })}#optgate-${action}`);
        await visitor.appears('optgate-banner');
      }
      for (const at of actions.keys()) await visitor.press(`#link${at}`);
      await visitor.silent('after every link');
      await visitor.storesNothing();
      assert.equal(await visitor.sees('optgate-banner'), true);
    },
  },
  {
    title: 'an address that ends in #optgate-preferences opens the preferences',
    async run(visitor) {
      await visitor.visit(`${visitor.place()}#optgate-preferences`);
      await visitor.appears('optgate-preferences [data-optgate="save"]');
      await visitor.silent('with the preferences open');
    },
  },
  {
    title: "Google's cookies go from this host, from the parent domain and from other paths; the site's own stay",
    async run(visitor) {
      const domain = 'muster.localhost';
      await accepted(
        visitor,
        {
          cookies: [
            setCookie('_ga', 'GA1.1.1.1'),
            setCookie('_ga', 'GA1.1.2.2', { domain }),
            setCookie('_gid', 'GA1.1.3.3', { domain }),
            setCookie('_gat_gtag_X', '1'),
            setCookie('_gcl_au', '1.1.1'),
            setCookie('__utma', '1', { domain }),
            setCookie('_ga_PATH', 'x', { path: '/test' }),
            setCookie('session', 'kept', { domain }),
            setCookie('_gallery', 'kept'),
          ],
        },
        { host: `shop.${domain}` },
      );
      await visitor.eval(() => {
        window.optgate.withdraw();
      });
      await visitor.until(async () => (await visitor.flag()) === true, 'the flag');
      const { optgate, ...others } = await visitor.cookieNames();
      assert.deepEqual(others, {
        cookieconsent_status: ['deny'],
        'ga-disable': ['true'],
        [`ga-disable-${GOOGLE}`]: ['true'],
        session: ['kept'],
        _gallery: ['kept'],
      });
      const left = (await visitor.cookieJar()).filter(({ name }) => /^(_g(a$|a_|id|at|cl)|__utm)/.test(name));
      assert.deepEqual(left, [], 'on no domain and path');
      const { clientIds } = (await visitor.heard('change')).at(-1);
      assert.ok(
        ['1.1', '2.2'].every((id) => clientIds.includes(id)),
        `both client ids are told: ${clientIds}`,
      );
    },
  },
  {
    title: 'a visitor who withdraws can give again: the opt-out cookies go and Google is told',
    async run(visitor) {
      await accepted(visitor);
      await visitor.press('#take-back');
      await assertWithdrawn(visitor);
      visitor.mark();
      await visitor.eval(() => {
        window.optgate.give();
      });
      await visitor.until(async () => (await visitor.flag()) !== true, 'the flag to go');
      const { optgate, cookieconsent_status: status, ...others } = await visitor.cookieNames();
      assert.deepEqual(status, ['allow']);
      assert.deepEqual(
        Object.keys(others).filter((name) => name.startsWith('ga-disable')),
        [],
      );
      await visitor.reload();
      await visitor.contacted('www.google-analytics.com');
    },
  },
];
