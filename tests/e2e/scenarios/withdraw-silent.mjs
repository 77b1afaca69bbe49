// After a withdrawal nothing leaves, whatever code is on the page: a tag that keeps its references and goes on sending.
import assert from 'node:assert/strict';

import { setCookie } from '../lib/answer.mjs';
import { clock, FIRST } from '../lib/page.mjs';

const ID = 'G-STUBBORN1';
const ADS = 'AW-987654321';
const GOOGLES = /google|doubleclick/;
const HOST = 'shop.muster.localhost';
const PARENT = 'muster.localhost';
/** A page of the same site without the gate. */
const NEXT = `http://${HOST}/-/empty.html`;
const first = `optgate-frame[data-video="${FIRST}"]`;

const BODY = `<h1>Widerruf</h1>
<p><button id="take-back" type="button" data-optgate="withdraw">Widerrufen</button>
<a id="take-back-link" href="#optgate-withdraw">Widerrufen</a>
<label><input type="checkbox" data-optgate="purpose:analytics"> Analyse</label></p>
<optgate-frame data-provider="youtube" data-video="${FIRST}"><a href="/film">Film</a></optgate-frame>
<script type="text/plain" data-purpose="!analytics">window.__taken = (window.__taken || 0) + 1;</script>`;

const tags = (visitor) => visitor.requests().filter(({ host }) => GOOGLES.test(host));

/** A visitor who has given everything, whom the tag follows through every door; `others` are ids beside the tag's. */
async function followed(visitor, { others = ` ${ADS}`, attributes = {}, ...spec } = {}) {
  const url = await visitor.visit(
    {
      body: BODY,
      attributes: { 'data-google': `${ID}${others}`, ...attributes },
      cookies: [
        setCookie('_ga_OLD', 'host only'),
        setCookie('_ga', 'GA1.1.5.5', { domain: PARENT }),
        setCookie('_gcl_aw', 'path', { path: '/test' }),
        setCookie('session', 'kept', { domain: PARENT }),
      ],
      ...spec,
    },
    { host: HOST },
  );
  await visitor.eval(() => {
    window.optgate.give();
    window.optgate.give('youtube');
  });
  await visitor.until(() => visitor.eval(() => window.__stubborn), 'the tag that does not care');
  const ways = await visitor.eval(() => {
    window.__sendAll('control');
    return window.__stubborn;
  });
  // The control: every way leads out while it is given, to each of the hosts.
  for (const way of ways) {
    await visitor.contacted('region1.google-analytics.com', ({ path }) => path === `/g/given/${way}?control`);
  }
  if (others) await visitor.contacted('googleads.g.doubleclick.net', ({ path }) => path === '/g/given/html?control');
  await visitor.contacted('www.googletagmanager.com', ({ path }) => path.startsWith('/g/from-frame'));
  await visitor.until(() => visitor.eval((at) => document.querySelector(`${at} iframe`), first), 'the player');
  return url;
}

/** What holds once analytics is over, and marketing too unless it is `kept`. */
async function over(visitor, { kept } = {}) {
  await visitor.until(async () => (await visitor.flag(ID)) === true, 'the flag of the opt-out');
  await visitor.until(
    () => visitor.eval(() => !window.optgate.given('google-analytics')),
    'the end of Google Analytics',
  );
  await visitor.eval(() => window.__sendAll('later'));
  await visitor.settle();
  // What was sent before may still have been on its way; each request says when it was sent.
  const late = tags(visitor).filter(({ path }) => path.startsWith('/g/taken/'));
  assert.deepEqual(late, [], 'nothing leaves that was sent afterwards');
  const mark = visitor.recorder.mark();
  await visitor.eval(() => window.__sendAll('again'));
  await visitor.settle();
  const seen = visitor.recorder.since(mark).filter(({ host }) => (kept ? /analytics|tagmanager/ : GOOGLES).test(host));
  assert.deepEqual(seen, [], 'no look-up, no connection, no request');
  if (kept) await visitor.contacted('googleads.g.doubleclick.net', ({ path }) => path.endsWith('?again'));
  const cookies = (await visitor.cookieJar()).filter(({ name }) => /^_g/.test(name) && !(kept && /^_gcl/.test(name)));
  assert.deepEqual(cookies, [], "Google's cookies are gone from each domain and path");
  assert.deepEqual((await visitor.cookieNames()).session, ['kept']);
  const ids = (await visitor.heard('change')).map(({ clientIds }) => clientIds).filter(Boolean);
  assert.equal(ids.length, 1, 'the client ids are handed out once');
  assert.ok(ids[0].includes('5.5'), `${ids}`);
  await visitor.noErrors();
}

/** The page's end is silent too. */
async function leaves(visitor, { kept } = {}) {
  visitor.mark();
  await visitor.visit(NEXT, { ready: false });
  if (kept) await visitor.untouched(/analytics|tagmanager/, 'when the page ends');
  else await visitor.silent('when the page ends');
}

const way = (title, act, { kept, ran = 1, player = false } = {}) => ({
  title,
  async run(visitor) {
    await followed(visitor);
    await act(visitor);
    await over(visitor, { kept });
    const there = await visitor.eval((at) => Boolean(document.querySelector(`${at} iframe`)), first);
    assert.equal(there, player, 'the player');
    assert.equal((await visitor.eval(() => window.__taken)) ?? 0, ran, 'scripts that wait for the withdrawal');
    await leaves(visitor, { kept });
  },
});

/** The visitor comes back to the page. */
const comeBack = (visitor) => visitor.eval(() => window.dispatchEvent(new Event('focus')));

export default [
  {
    title: 'before a withdrawal the tag goes on, when the page ends too',
    async run(visitor) {
      await followed(visitor);
      visitor.mark();
      await visitor.visit(NEXT, { ready: false });
      await visitor.contacted('region1.google-analytics.com', ({ path }) => path.endsWith('?pagehide'));
    },
  },
  way('everything, by withdraw()', (visitor) =>
    visitor.eval(() => {
      window.optgate.withdraw();
      window.optgate.withdraw();
    }),
  ),
  way('everything, by a button', (visitor) => visitor.press('#take-back')),
  way('everything, by a link to #optgate-withdraw', (visitor) => visitor.press('#take-back-link')),
  way("one purpose, by a switch of the site's own", (visitor) => visitor.press('input'), { kept: true, player: true }),
  way(
    'one service, by withdraw("google-analytics")',
    (visitor) =>
      visitor.eval(() => {
        window.optgate.withdraw('google-analytics');
      }),
    { kept: true, player: true, ran: 0 },
  ),
  way('everything, by refuse()', (visitor) =>
    visitor.eval(() => {
      window.optgate.refuse();
    }),
  ),
  {
    title: 'an answer that ends while the page is open',
    async run(visitor) {
      await followed(visitor, { prelude: clock(0) });
      await visitor.eval(() => window.__wind(183));
      await comeBack(visitor);
      await over(visitor);
      assert.equal((await visitor.standing('analytics')).split(' ')[0], 'expired');
      await visitor.appears('optgate-banner');
      await leaves(visitor);
    },
  },
  {
    title: 'a record that is lost while the page is open',
    async run(visitor) {
      await followed(visitor);
      await visitor.eval(() => {
        for (const name of ['optgate', 'cookieconsent_status']) document.cookie = `${name}=; path=/; max-age=0`;
      });
      await comeBack(visitor);
      await over(visitor);
      await visitor.appears('optgate-banner');
      await leaves(visitor);
    },
  },
  {
    title: 'a new revision: the next page is silent, asks again and has cleared the cookies',
    async run(visitor) {
      await followed(visitor);
      await visitor.visit(NEXT, { ready: false });
      await visitor.settle();
      visitor.mark();
      await visitor.visit({ attributes: { 'data-google': `${ID} ${ADS}`, 'data-revision': '2' } }, { host: HOST });
      await visitor.silent('with a new revision');
      assert.equal((await visitor.standing('analytics')).split(' ')[0], 'invalidated');
      await visitor.appears('optgate-banner');
      const left = (await visitor.cookieJar()).filter(({ name }) => /^_g/.test(name));
      assert.deepEqual(left, [], "Google's cookies are gone from each domain and path");
    },
  },
  ...[
    ['where the site wants it', { config: { reload: true } }],
    ['where a container ran', { others: ` ${ADS} GTM-TEST123` }],
  ].map(([title, spec]) => ({
    title: `the page is loaded again, once, ${title}`,
    async run(visitor) {
      const url = await followed(visitor, spec);
      if (spec.others) await visitor.contacted('www.googletagmanager.com', ({ path }) => path.startsWith('/gtm.js'));
      await visitor.eval(() => {
        window.__left = true;
        window.optgate.withdraw();
      });
      await visitor.until(() => visitor.eval(() => !window.__left && document.readyState === 'complete'), 'the new page');
      await visitor.settle();
      const late = tags(visitor).filter(({ path }) => path.startsWith('/g/taken/'));
      assert.deepEqual(late, [], 'nothing leaves that was sent afterwards');
      visitor.mark();
      await visitor.silent('on the new page');
      const loads = visitor.site.requests.filter(({ path }) => path === new URL(url).pathname).length;
      assert.equal(loads, 2, 'and no more than once');
      assert.match(await visitor.standing('analytics'), /^withdrawn stored$/);
    },
  })),
];
