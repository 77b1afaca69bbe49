// Where an answer holds: this host alone, or a domain and all below it.
import assert from 'node:assert/strict';

import { setCookie } from '../lib/answer.mjs';

const AUTO = { attributes: { 'data-domain': 'auto' } };
const SHARED = { attributes: { 'data-domain': 'muster.localhost' } };

/** The domains of our cookies, a leading dot left out, as `name domain`. */
const domains = async (visitor) =>
  (await visitor.cookieJar())
    .filter(({ name }) => /^(optgate|cookieconsent_status|ga-disable)/.test(name))
    .map(({ name, domain }) => `${name} ${domain.replace(/^\./, '')}`)
    .sort();

/** Refuses on a page with `auto`: the answer stands on `domain`, and no trial is left behind. */
async function refusesOn(visitor, host, scheme, domain) {
  await visitor.visit(AUTO, { host, scheme });
  await visitor.silent('before the answer');
  await visitor.storesNothing();
  await visitor.eval(() => {
    window.optgate.refuse();
  });
  const names = ['cookieconsent_status', 'ga-disable', 'ga-disable-G-TEST12345', 'optgate'];
  assert.deepEqual(await domains(visitor), names.map((name) => `${name} ${domain}`));
  assert.equal((await visitor.cookieJar()).length, 4, 'no trial is left behind');
  assert.equal((await visitor.status()).domain, domain);
}

export default [
  {
    title: 'an answer on the subdomain holds on the domain, and not on another one',
    async run(visitor) {
      await visitor.visit(SHARED, { host: 'shop.muster.localhost' });
      await visitor.press('optgate-banner [data-optgate="accept"]');
      await visitor.contacted('www.google-analytics.com');
      assert.deepEqual(await domains(visitor), ['cookieconsent_status muster.localhost', 'optgate muster.localhost']);
      assert.equal((await visitor.status()).domain, 'muster.localhost');
      await visitor.settle();
      visitor.mark();
      await visitor.visit(SHARED, { host: 'muster.localhost' });
      await visitor.contacted('www.google-analytics.com');
      await visitor.appears('optgate-button');
      assert.equal(await visitor.sees('optgate-banner'), false, 'nothing is asked twice');
      await visitor.settle();
      visitor.mark();
      await visitor.visit({}, { host: 'beispiel.localhost' });
      await visitor.silent('on the other domain');
      await visitor.appears('optgate-banner');
      await visitor.visit(SHARED, { host: 'muster.localhost' });
      await visitor.eval(() => {
        window.optgate.withdraw();
      });
      await visitor.settle();
      visitor.mark();
      await visitor.visit(SHARED, { host: 'shop.muster.localhost' });
      await visitor.silent('after a withdrawal on the domain');
      await visitor.appears('optgate-button');
      assert.equal(await visitor.sees('optgate-banner'), false);
    },
  },
  {
    title: "the demo's sites: main site and shop share the answer, the academy does not",
    async run(visitor) {
      await visitor.visit('http://muster.localhost/');
      await visitor.press('optgate-banner [data-optgate="reject"]');
      await visitor.disappears('optgate-banner');
      await visitor.visit('http://shop.muster.localhost/');
      await visitor.silent('in the shop');
      await visitor.appears('optgate-button');
      assert.equal(await visitor.sees('optgate-banner'), false);
      await visitor.visit('http://beispiel.localhost/');
      await visitor.silent('at the academy');
      await visitor.appears('optgate-banner');
    },
  },
  {
    title: 'without data-domain an answer holds for this host alone',
    async run(visitor) {
      await visitor.visit({}, { host: 'muster.localhost' });
      await visitor.press('optgate-banner [data-optgate="accept"]');
      await visitor.contacted('www.google-analytics.com');
      assert.equal((await visitor.status()).domain, 'muster.localhost');
      const records = (await visitor.cookieJar()).filter(({ name }) => name === 'optgate');
      assert.deepEqual(records.map(({ domain }) => domain), ['muster.localhost'], 'a host-only cookie');
      await visitor.settle();
      visitor.mark();
      await visitor.visit({}, { host: 'shop.muster.localhost' });
      await visitor.silent('on the subdomain');
      await visitor.appears('optgate-banner');
    },
  },
  {
    title: 'auto takes the widest domain that is no public suffix, and leaves nothing else behind',
    async run(visitor) {
      await refusesOn(visitor, 'shop.example.co.uk', 'https', 'example.co.uk');
      await visitor.visit(AUTO, { host: 'example.co.uk', scheme: 'https' });
      assert.equal(await visitor.standing('analytics'), 'refused stored');
    },
  },
  ...['deny', 'allow'].map((stands) => ({
    title: `auto takes no older copy of its own for success: ${stands} on the host alone`,
    async run(visitor) {
      await visitor.visit({ attributes: { 'data-domain': 'auto' } }, { host: 'shop.example.co.uk', scheme: 'https' });
      await visitor.eval((value) => {
        document.cookie = `cookieconsent_status=${value}; Path=/`;
        if (value === 'allow') window.optgate.give();
        else window.optgate.refuse();
      }, stands);
      const names = stands === 'allow' ? ['cookieconsent_status', 'optgate'] : ['cookieconsent_status', 'ga-disable', 'ga-disable-G-TEST12345', 'optgate'];
      assert.deepEqual(await domains(visitor), names.map((name) => `${name} example.co.uk`));
      assert.equal((await visitor.status()).domain, 'example.co.uk');
    },
  })),
  {
    title: 'auto where strangers share a domain (github.io): below it, and not at the neighbour',
    async run(visitor) {
      await refusesOn(visitor, 'shop.muster.github.io', 'https', 'muster.github.io');
      await visitor.visit(AUTO, { host: 'muster.github.io', scheme: 'https' });
      assert.equal(await visitor.standing('analytics'), 'refused stored');
      await visitor.visit(AUTO, { host: 'other.github.io', scheme: 'https' });
      await visitor.silent('at the neighbour');
      assert.deepEqual(await visitor.cookieNames(), {});
      await visitor.appears('optgate-banner');
    },
  },
  ...[
    ['a plain host without dots', 'intranet', 'http'],
    ['an address in place of a name', '127.0.0.1', 'http'],
    ['a host right below a public suffix', 'muster.github.io', 'https'],
  ].map(([what, host, scheme]) => ({
    title: `auto on ${what} holds for that host`,
    async run(visitor) {
      await refusesOn(visitor, host, scheme, host);
      await visitor.reload();
      assert.equal(await visitor.standing('analytics'), 'refused stored');
      await visitor.appears('optgate-button');
      assert.equal(await visitor.sees('optgate-banner'), false, 'nothing is asked twice');
      await visitor.eval(() => {
        window.optgate.give();
      });
      await visitor.contacted('www.google-analytics.com');
      assert.deepEqual(await domains(visitor), [`cookieconsent_status ${host}`, `optgate ${host}`]);
    },
  })),
  {
    title: 'a domain that the page is not on is reported, and the answer holds for this host',
    async run(visitor) {
      await visitor.visit({ attributes: { 'data-domain': 'example.com' } });
      await visitor.diagnosed('domain-mismatch', 'example.com');
      await visitor.eval(() => {
        window.optgate.refuse();
      });
      assert.deepEqual(
        await domains(visitor),
        ['cookieconsent_status', 'ga-disable', 'ga-disable-G-TEST12345', 'optgate'].map(
          (name) => `${name} test.localhost`,
        ),
      );
    },
  },
  {
    title: 'an older copy on a path below goes without the answer, in browsers that know no partitioned cookies too',
    async run(visitor) {
      // They do not heed the attribute, and take the cookie for the one without it.
      const older = `(function (real) {
        Object.defineProperty(Document.prototype, 'cookie', Object.assign({}, real, {
          set: function (text) { real.set.call(this, text.replace(/; Partitioned/i, '')); },
        }));
      })(Object.getOwnPropertyDescriptor(Document.prototype, 'cookie'));`;
      await visitor.visit({ prelude: older, cookies: [setCookie('optgate', 'an.older.one', { path: '/test' })] }, { host: 'www.example.test', scheme: 'https' });
      await visitor.eval(() => window.optgate.refuse());
      const left = (await visitor.cookieJar()).filter(({ name }) => name === 'optgate');
      assert.deepEqual(left.map(({ path }) => path), ['/']);
      assert.equal(await visitor.standing('analytics'), 'refused visitor');
      await visitor.noErrors();
    },
  },
];
