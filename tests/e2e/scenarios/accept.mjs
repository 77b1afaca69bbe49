// Consent opens Google in the right order and with the right parameters, and opens no video.
import assert from 'node:assert/strict';

import { GOOGLE, page } from '../lib/page.mjs';

const DAY = 86_400;
const TAG_HOST = 'www.googletagmanager.com';
const VIDEO_HOSTS = /youtube|youtu\.be|ytimg|ggpht|googlevideo/;
const DENIED = {
  ad_storage: 'denied',
  analytics_storage: 'denied',
  ad_user_data: 'denied',
  ad_personalization: 'denied',
};

/** The commands of the data layer in the order of Google's documentation for a stored or fresh consent. */
function assertOpening(layer, { id, https = false, life = 182 * DAY }) {
  const [fallback, update, begin, config, ...rest] = layer;
  assert.deepEqual(fallback, ['consent', 'default', DENIED], 'first: everything denied by default');
  assert.deepEqual(update.slice(0, 2), ['consent', 'update'], 'second: what was given');
  assert.deepEqual(
    { ...DENIED, ...update[2] },
    { ...DENIED, analytics_storage: 'granted' },
    'analytics alone is granted',
  );
  assert.deepEqual(begin, ['js', 'a date']);
  const [command, name, { cookie_expires: expires, cookie_flags: flags, ...parameters }] = config;
  assert.deepEqual([command, name], ['config', id]);
  assert.deepEqual(parameters, {
    anonymize_ip: true,
    allow_google_signals: false,
    allow_ad_personalization_signals: false,
    cookie_update: false,
  });
  assert.ok(
    expires <= life && expires > life - 300,
    `cookie_expires ${expires} is what remains of the answer's life, ${life}`,
  );
  if (https) assert.equal(flags, 'SameSite=Lax;Secure');
  else assert.doesNotMatch(flags ?? '', /Secure/i, 'Secure would lose the cookie on http');
  assert.deepEqual(rest, [], 'nothing else is configured');
}

export default [
  {
    title: 'accept in the banner loads Google in the right order, and no video',
    async run(visitor) {
      await visitor.visit();
      await visitor.silent('before the answer');
      await visitor.press('optgate-banner [data-optgate="accept"]');
      const request = await visitor.contacted(TAG_HOST);
      assert.equal(request.path.split('&')[0], `/gtag/js?id=${GOOGLE}`);
      const seen = await visitor.google();
      assert.equal(seen.loads, 1, 'the script is loaded once');
      assert.notEqual(seen.flags[`ga-disable-${GOOGLE}`], true, "the flag is off when Google's tag runs");
      assertOpening(seen.layer, { id: GOOGLE });
      await visitor.contacted(
        'www.google-analytics.com',
        ({ path }) => path.includes(`tid=${GOOGLE}`) && path.includes('gcs=G101'),
      );
      await visitor.untouched(VIDEO_HOSTS, 'accept loads no player');
      assert.equal(await visitor.eval(() => window.__analytics_ran), 1, 'marked scripts of analytics run once');
      assert.equal(
        await visitor.eval(() => typeof window.__marketing_ran),
        'undefined',
        'those of a purpose not in use stay closed',
      );
      await visitor.noErrors();
    },
  },
  {
    title: 'accept is stored: allow, a short record, nothing else of ours, and the banner is gone',
    async run(visitor) {
      await visitor.visit();
      await visitor.press('optgate-banner [data-optgate="accept"]');
      await visitor.google();
      await visitor.disappears('optgate-banner');
      const { optgate, cookieconsent_status: status, ...others } = await visitor.cookieNames();
      assert.deepEqual(status, ['allow']);
      assert.ok(`optgate=${optgate[0]}`.length <= 200);
      assert.deepEqual(
        Object.keys(others).filter((name) => !name.startsWith('_ga')),
        [],
      );
      assert.equal(await visitor.standing('analytics'), 'given visitor');
      const { answered, time, revision, domain } = await visitor.status();
      assert.deepEqual({ answered, revision, domain }, { answered: true, revision: 1, domain: 'test.localhost' });
      assert.ok(Math.abs(Date.parse(time) - Date.now()) < 120_000, `time ${time}`);
      const ours = (await visitor.cookieJar()).filter(({ name }) => ['optgate', 'cookieconsent_status'].includes(name));
      assert.equal(ours.length, 2);
      for (const cookie of ours) {
        assert.equal(cookie.path, '/');
        assert.equal(cookie.sameSite, 'lax', `${cookie.name}: SameSite`);
        const days = (cookie.expires - Date.now() / 1000) / DAY;
        assert.ok(days > 181 && days < 182.1, `${cookie.name} expires in ${days} days`);
      }
    },
  },
  {
    title: 'after a reload nothing is asked and Google is restored by update',
    async run(visitor) {
      await visitor.visit();
      await visitor.press('optgate-banner [data-optgate="accept"]');
      await visitor.google();
      await visitor.settle();
      visitor.mark();
      await visitor.reload();
      await visitor.contacted(TAG_HOST);
      assertOpening((await visitor.google()).layer, { id: GOOGLE });
      await visitor.untouched(VIDEO_HOSTS, 'after the reload');
      await visitor.appears('optgate-button');
      assert.equal(await visitor.sees('optgate-banner'), false, 'nothing is asked twice');
      assert.equal(await visitor.standing('analytics'), 'given stored');
      assert.notEqual(await visitor.flag(), true);
      assert.deepEqual(await visitor.heard('change'), [], 'a stored answer is no change');
    },
  },
  {
    title: "on the demo's start page accept reaches Google and the answer holds on the other pages",
    async run(visitor) {
      await visitor.visit('http://muster.localhost/');
      await visitor.press('optgate-banner [data-optgate="accept"]');
      await visitor.contacted(TAG_HOST);
      await visitor.settle();
      visitor.mark();
      await visitor.visit('http://muster.localhost/filme');
      await visitor.contacted(TAG_HOST);
      await visitor.untouched(VIDEO_HOSTS, 'the page with videos');
      await visitor.appears('optgate-button');
      assert.equal(await visitor.sees('optgate-banner'), false);
    },
  },
  {
    title: "days shortens the life of the answer and of Google's cookies; https makes them secure",
    async run(visitor) {
      await visitor.visit({ attributes: { 'data-days': '30' } }, { host: 'www.example.test', scheme: 'https' });
      await visitor.press('optgate-banner [data-optgate="accept"]');
      assertOpening((await visitor.google()).layer, { id: GOOGLE, https: true, life: 30 * DAY });
      const ours = (await visitor.cookieJar()).filter(({ name }) => ['optgate', 'cookieconsent_status'].includes(name));
      assert.equal(ours.length, 2);
      for (const cookie of ours) {
        assert.equal(cookie.secure, true, `${cookie.name}: Secure`);
        const days = (cookie.expires - Date.now() / 1000) / DAY;
        assert.ok(days > 29 && days < 30.1, `${cookie.name} expires in ${days} days`);
      }
    },
  },
  {
    title: 'Ads load with marketing alone, and analytics stays disabled',
    async run(visitor) {
      await visitor.visit({ attributes: { 'data-google': `${GOOGLE} AW-987654321` } });
      await visitor.eval(() => {
        window.optgate.give('marketing');
      });
      const seen = await visitor.google();
      assert.equal(seen.id, 'AW-987654321');
      assert.equal(seen.flags[`ga-disable-${GOOGLE}`], true, 'analytics was not given');
      const configured = seen.layer.filter(([command]) => command === 'config').map(([, id]) => id);
      assert.deepEqual(configured, ['AW-987654321']);
      const granted = Object.assign(
        {},
        ...seen.layer.filter(([command]) => command === 'consent').map(([, , signals]) => signals),
      );
      assert.deepEqual(granted, {
        ad_storage: 'granted',
        analytics_storage: 'denied',
        ad_user_data: 'granted',
        ad_personalization: 'denied',
      });
      await visitor.untouched(/google-analytics\.com/, 'marketing alone');
      await visitor.eval(() => {
        window.optgate.give('analytics');
      });
      await visitor.contacted('www.google-analytics.com', ({ path }) => path.includes(`tid=${GOOGLE}`));
      assert.equal(await visitor.eval(() => window.__gtag_seen.loads), 1, 'one script serves all ids');
      const later = await visitor.eval(() => window.__gtag_seen.later);
      assert.deepEqual(
        later.filter(([command]) => command === 'config').map(([, id]) => id),
        [GOOGLE],
      );
    },
  },
  {
    title: 'a Tag Manager container loads after analytics and marketing both',
    async run(visitor) {
      await visitor.visit({ attributes: { 'data-google': 'GTM-TEST123' } });
      await visitor.eval(() => {
        window.optgate.give('analytics');
      });
      await visitor.silent('with analytics alone');
      await visitor.eval(() => {
        window.optgate.give('marketing');
      });
      const request = await visitor.contacted(TAG_HOST);
      assert.match(request.path, /^\/gtm\.js\?id=GTM-TEST123/);
    },
  },
  {
    title: 'preferences open from the banner, every switch is off, and save gives what is switched on',
    async run(visitor) {
      await visitor.visit({ attributes: { 'data-google': `${GOOGLE} AW-987654321` } });
      await visitor.press('optgate-banner [data-optgate="preferences"]');
      await visitor.appears('optgate-preferences [data-optgate="save"]');
      const ticked = await visitor.eval(
        () =>
          [...document.querySelectorAll('optgate-preferences input[type="checkbox"]')].filter(
            (input) => input.checked && !input.disabled,
          ).length,
      );
      assert.equal(ticked, 0, 'every switch starts off');
      await visitor.press('optgate-preferences input[data-optgate="purpose:analytics"]');
      await visitor.silent('a switch in preferences takes effect on save');
      await visitor.press('optgate-preferences [data-optgate="save"]');
      await visitor.contacted('www.google-analytics.com');
      await visitor.disappears('optgate-preferences');
      assert.equal(await visitor.standing('analytics'), 'given visitor');
      assert.equal(await visitor.standing('marketing'), 'refused visitor');
      await visitor.untouched(/doubleclick|googleadservices/, 'marketing was not given');
      await visitor.noErrors();
    },
  },
  {
    title: "a switch on the site's own page takes effect at once",
    async run(visitor) {
      const { html } = page({
        body: '<label><input type="checkbox" data-optgate="purpose:analytics"> Analyse</label><p data-optgate="status"></p>',
      });
      await visitor.visit({ html });
      assert.equal(await visitor.eval(() => document.querySelector('input').checked), false);
      await visitor.press('input[data-optgate="purpose:analytics"]');
      await visitor.contacted(TAG_HOST);
      await visitor.eval(() => {
        window.optgate.withdraw('analytics');
      });
      await visitor.until(
        () => visitor.eval(() => !document.querySelector('input').checked),
        'the switch to follow the state',
      );
      // Its words come in files of their own.
      const line = () => document.querySelector('p[data-optgate="status"]').textContent.trim();
      await visitor.until(() => visitor.eval(line), 'the status in words');
    },
  },
  {
    title: 'the status line of a page names what was given apart from what the banner asks for',
    async run(visitor) {
      await visitor.visit({
        body: `<label><input type="checkbox" data-optgate="purpose:youtube"> Videos</label>
<label><input type="checkbox" data-optgate="purpose:google-analytics"> Google Analytics</label><p data-optgate="status"></p>`,
      });
      const told = () => visitor.eval(() => [...document.querySelectorAll('[data-optgate=status] li')].map((item) => item.textContent));
      const tells = (wanted) => visitor.until(async () => `${await told()}` === `${wanted}`, `the status line to say ${wanted}`)
        .catch(async () => assert.deepEqual(await told(), wanted));
      await tells(['Analyse: noch nicht beantwortet']);
      await visitor.press('[data-optgate="purpose:youtube"]');
      await tells(['Analyse: noch nicht beantwortet', 'YouTube: eingewilligt']);
      await visitor.press('optgate-banner [data-optgate="accept"]');
      await visitor.press('[data-optgate="purpose:google-analytics"]');
      await tells(['Analyse: eingewilligt', 'Google Analytics: widerrufen', 'YouTube: eingewilligt']);
      await visitor.reload();
      await tells(['Analyse: eingewilligt', 'Google Analytics: widerrufen', 'YouTube: eingewilligt']);
    },
  },
  {
    title: 'marked content that also carries data-optgate is gated like any other',
    async run(visitor) {
      await visitor.visit({
        body: `<script type="text/plain" data-purpose="analytics" data-optgate="close">window.__both_ran = true;</script>
<p id="end">Ende der Seite.</p>`,
      });
      assert.equal(await visitor.eval(() => typeof window.__both_ran), 'undefined');
      await visitor.press('optgate-banner [data-optgate="accept"]');
      await visitor.until(() => visitor.eval(() => window.__both_ran === true), 'the marked script ran');
      await visitor.noErrors();
    },
  },
];
