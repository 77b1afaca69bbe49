// Coming from another consent manager: its record, as vanilla-cookieconsent 3.1.0, klaro 0.7.22 and tarteaucitronjs
// 1.34.0 wrote it in a browser, stands on the device, and our tag stands behind `optgate-migrate.js`. What each record
// becomes, letter by letter, is held by `tests/data/migrate.tsv`; here the whole way to Google is walked.
import assert from 'node:assert/strict';

import { setCookie } from '../lib/answer.mjs';
import { GOOGLE } from '../lib/page.mjs';

const HOST = 'shop.muster.localhost';
const PARENT = { domain: 'muster.localhost' };
const DAY = 86_400;
/** Of every recorded date; a scenario puts its own there. */
const DATE = '2026-11-29T02%3A32%3A52.379Z';
const daysAgo = (days) => encodeURIComponent(new Date(Date.now() - days * DAY * 1000).toISOString());

const vanilla = (text) => (days) => setCookie('cc_cookie', text.replaceAll(DATE, daysAgo(days)));
const cc = {
  refused: vanilla(
    '%7B%22categories%22%3A%5B%22necessary%22%5D%2C%22revision%22%3A2%2C%22data%22%3Anull%2C%22consentTimestamp%22%3A%222026-11-29T02%3A32%3A52.379Z%22%2C%22consentId%22%3A%229c99c5f7-580e-4936-bcc8-248ca0305734%22%2C%22services%22%3A%7B%22necessary%22%3A%5B%5D%2C%22analytics%22%3A%5B%5D%2C%22marketing%22%3A%5B%5D%7D%2C%22languageCode%22%3A%22en%22%2C%22lastConsentTimestamp%22%3A%222026-11-29T02%3A32%3A52.379Z%22%2C%22expirationTime%22%3A1811644372380%7D',
  ),
  given: vanilla(
    '%7B%22categories%22%3A%5B%22necessary%22%2C%22analytics%22%2C%22marketing%22%5D%2C%22revision%22%3A2%2C%22data%22%3Anull%2C%22consentTimestamp%22%3A%222026-11-29T02%3A32%3A52.379Z%22%2C%22consentId%22%3A%229c99c5f7-580e-4936-bcc8-248ca0305734%22%2C%22services%22%3A%7B%22necessary%22%3A%5B%5D%2C%22analytics%22%3A%5B%22ga%22%2C%22matomo%22%5D%2C%22marketing%22%3A%5B%5D%7D%2C%22languageCode%22%3A%22en%22%2C%22lastConsentTimestamp%22%3A%222026-11-29T02%3A32%3A52.379Z%22%2C%22expirationTime%22%3A1811644372385%7D',
  ),
  partly: vanilla(
    '%7B%22categories%22%3A%5B%22analytics%22%2C%22necessary%22%5D%2C%22revision%22%3A2%2C%22data%22%3Anull%2C%22consentTimestamp%22%3A%222026-11-29T02%3A32%3A52.379Z%22%2C%22consentId%22%3A%229c99c5f7-580e-4936-bcc8-248ca0305734%22%2C%22services%22%3A%7B%22necessary%22%3A%5B%5D%2C%22analytics%22%3A%5B%22ga%22%2C%22matomo%22%5D%2C%22marketing%22%3A%5B%5D%7D%2C%22languageCode%22%3A%22en%22%2C%22lastConsentTimestamp%22%3A%222026-11-29T02%3A32%3A52.379Z%22%2C%22expirationTime%22%3A1811644372386%7D',
  ),
};
const klaro = {
  refused: setCookie('klaro', '%7B%22google-analytics%22%3Afalse%2C%22youtube%22%3Afalse%2C%22session%22%3Atrue%7D'),
  given: setCookie('klaro', '%7B%22google-analytics%22%3Atrue%2C%22youtube%22%3Atrue%2C%22session%22%3Atrue%7D'),
};
const tarteaucitron = {
  waiting: setCookie('tarteaucitron', '!gtag=wait!matomo=true!youtube=wait'),
  refused: setCookie('tarteaucitron', '!gtag=false!matomo=false!youtube=false'),
  partly: setCookie('tarteaucitron', '!gtag=true!matomo=true!youtube=false'),
};

/** A prelude: what the console is told is kept. */
const LISTEN = `window.__warned = []; console.warn = (...words) => window.__warned.push(words.join(' '));`;
const MAPPED = {
  'data-consent': 'keep',
  'data-map': 'ga=analytics matomo=analytics google-analytics=analytics gtag=analytics',
};
const WITH_ADS = { 'data-google': `${GOOGLE} AW-987654321` };

/**
 * The other tool's cookies as its server or script had `set` them, on a page whose migrate tag has these attributes.
 * Then the standing of analytics and others, whether the banner asks, whether Google loads, and how many lines of ours
 * the console was told.
 */
const carry = (
  title,
  { set, migrate = {}, attributes = {}, standing, asks, loads = false, warned = 0, record, others = {} },
) => ({
  title,
  async run(visitor) {
    await visitor.visit({ cookies: set(), migrate, attributes, prelude: LISTEN }, { host: HOST });
    if (loads) await visitor.contacted('www.google-analytics.com', ({ path }) => path.includes(`tid=${GOOGLE}`));
    else await visitor.silent('with what was carried over');
    for (const [id, expected] of Object.entries({ analytics: standing, ...others }))
      assert.equal(await visitor.standing(id), expected, id);
    await visitor.appears(asks ? 'optgate-banner' : 'optgate-button');
    await visitor.settle();
    assert.equal(await visitor.sees('optgate-banner'), asks, asks ? 'the banner asks' : 'the banner does not ask');
    const lines = await visitor.eval(() => window.__warned.filter((line) => line.startsWith('optgate-migrate: ')));
    assert.equal(lines.length, warned, lines.join('\n'));
    await visitor.noErrors();
    const found = await visitor.cookie('optgate');
    if (record) assert.match(found, record);
    else assert.equal(found, undefined, 'nothing is written');
    const before = set().map((cookie) => cookie.slice(0, cookie.indexOf('=')));
    for (const name of before) assert.ok((await visitor.cookieNames())[name], `${name} stays where it is`);
  },
});

const ASKED = { standing: 'unknown default', asks: true };
const REFUSED = { standing: 'refused stored', asks: false };
const GIVEN = { standing: 'given stored', asks: false, loads: true };

export default [
  {
    title: 'a refusal is carried over, holds on the next page, and can be changed',
    async run(visitor) {
      const spec = { migrate: {}, prelude: LISTEN };
      await visitor.visit({ ...spec, cookies: [cc.refused(7)] }, { host: HOST });
      await visitor.silent('with the refusal of another tool');
      const [record] = (await visitor.cookieJar()).filter(({ name }) => name === 'optgate');
      assert.match(record.value, /^1\.1\.\d{10}\.182\.!\*$/);
      assert.equal(record.domain, HOST, 'this host alone');
      assert.equal(Number(record.value.split('.')[2]), Math.floor(Date.parse((await visitor.status()).time) / 1000));
      const age = Date.now() / 1000 - Number(record.value.split('.')[2]);
      assert.ok(age >= 7 * DAY && age < 7 * DAY + 300, `it keeps its date: ${age} s`);
      await visitor.visit(spec, { host: HOST });
      await visitor.silent('on the next page');
      assert.equal(await visitor.standing('analytics'), 'refused stored');
      await visitor.appears('optgate-button');
      assert.equal(await visitor.sees('optgate-banner'), false, 'nothing is asked twice');
      visitor.mark();
      await visitor.eval(() => {
        window.optgate.give();
      });
      await visitor.contacted('www.google-analytics.com', ({ path }) => path.includes(`tid=${GOOGLE}`));
    },
  },
  carry('klaro: a refusal is carried over', {
    set: () => [klaro.refused],
    ...REFUSED,
    record: /\.!google-analytics!analytics!youtube!media$/,
    others: { youtube: 'refused stored' },
  }),
  carry('tarteaucitron: a refusal is carried over', {
    set: () => [tarteaucitron.refused],
    ...REFUSED,
    record: /\.!\*$/,
  }),
  carry('a consent is asked again', { set: () => [cc.given(7)], ...ASKED }),
  carry('a consent is kept where the site says so, and Google loads', {
    set: () => [cc.given(7)],
    migrate: MAPPED,
    attributes: WITH_ADS,
    ...GIVEN,
    record: /\.\+analytics\+marketing$/,
    others: { marketing: 'given stored' },
  }),
  carry('klaro: a consent is kept where the site says so', {
    set: () => [klaro.given],
    migrate: MAPPED,
    ...GIVEN,
    record: /\.\+analytics\+youtube\+session$/,
  }),
  carry('a consent to a service is none to its purpose: Google loads, the purpose is asked', {
    set: () => [klaro.given],
    migrate: { 'data-consent': 'keep' },
    ...ASKED,
    loads: true,
    record: /\.\+google-analytics\+youtube\+session$/,
    others: { 'google-analytics': 'given stored' },
  }),
  carry('a consent whose life is over is asked again', { set: () => [cc.given(200)], migrate: MAPPED, ...ASKED }),
  carry('partly given: the refusal is carried over, the rest is asked', {
    set: () => [cc.partly(7)],
    attributes: WITH_ADS,
    ...ASKED,
    record: /\.!marketing$/,
    others: { marketing: 'refused stored' },
  }),
  carry('partly given and kept: both are carried over', {
    set: () => [cc.partly(7)],
    migrate: MAPPED,
    attributes: WITH_ADS,
    ...GIVEN,
    record: /\.\+analytics!marketing$/,
    others: { marketing: 'refused stored' },
  }),
  carry('tarteaucitron: partly given and kept', {
    set: () => [tarteaucitron.partly],
    migrate: MAPPED,
    ...GIVEN,
    record: /\.\+analytics!youtube!media$/,
    others: { youtube: 'refused stored' },
  }),
  carry('tarteaucitron: who has not answered is asked, and nothing is written', {
    set: () => [tarteaucitron.waiting],
    migrate: MAPPED,
    ...ASKED,
  }),
  carry('a broken record says nothing but a line on the console', {
    set: () => [setCookie('klaro', '%7B%22google-analytics%22%3Atr')],
    migrate: MAPPED,
    ...ASKED,
    warned: 1,
  }),
  carry('records of two tools: the stricter wins', {
    set: () => [cc.given(7), tarteaucitron.refused],
    migrate: MAPPED,
    ...REFUSED,
    record: /\.!\*$/,
  }),
  carry('our record wins, untouched', {
    set: () => [setCookie('optgate', '1.1.1700000000.182.+analytics'), cc.refused(7)],
    ...ASKED,
    standing: 'expired default',
    record: /^1\.1\.1700000000\.182\.\+analytics$/,
  }),
  {
    title: 'data-clean: the other records go from the host and its domain, ours stands on the domain',
    async run(visitor) {
      const cookies = [
        cc.refused(7),
        tarteaucitron.refused,
        `${tarteaucitron.refused}; Domain=${PARENT.domain}`,
        setCookie('session', 'abc', PARENT),
      ];
      await visitor.visit(
        {
          cookies,
          migrate: { 'data-clean': true, 'data-domain': PARENT.domain },
          attributes: { 'data-domain': PARENT.domain },
        },
        { host: HOST },
      );
      await visitor.silent('with a refusal');
      const left = (await visitor.cookieJar()).map(({ name, domain }) => `${name} ${domain.replace(/^\./, '')}`);
      assert.deepEqual(left.filter((line) => !line.startsWith('ga-disable')).sort(), [
        `cookieconsent_status ${PARENT.domain}`,
        `optgate ${PARENT.domain}`,
        `session ${PARENT.domain}`,
      ]);
      assert.equal(await visitor.standing('analytics'), 'refused stored');
    },
  },
  {
    title: 'https: the record is Secure and ends when the answer does',
    async run(visitor) {
      await visitor.visit({ cookies: [cc.refused(7)], migrate: {} }, { host: 'www.example.test', scheme: 'https' });
      await visitor.silent('with a refusal');
      const [record] = (await visitor.cookieJar()).filter(({ name }) => name === 'optgate');
      assert.equal(record.secure, true);
      const left = record.expires - Date.now() / 1000;
      // Both ends are counted in whole seconds: the part of one that has begun may come on top.
      assert.ok(left < 175 * DAY + 1 && left > 175 * DAY - 300, `it has ${left} s left`);
    },
  },
];
