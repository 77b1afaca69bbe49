// What a page says to Google by itself: ids that it alone knows, calls without any snippet.
import assert from 'node:assert/strict';

import { GOOGLE } from '../lib/page.mjs';

const FOREIGN = 'AW-111222333';
const TAG_HOST = 'www.googletagmanager.com';
const AD_HITS = 'googleads.g.doubleclick.net';

const give = (visitor, ids) => visitor.eval((all) => window.optgate.give(all), ids);

/** What came into the data layer since Google's tag has run. */
const later = (visitor) => visitor.eval(() => window.__gtag_seen.later);

const sold = (visitor, event) => visitor.contacted(AD_HITS, ({ path }) => path.endsWith(`/${FOREIGN.slice(3)}/?en=${event}`));

/** Google's snippet for an id, marked. */
const snippet = (id, purpose) => `<script type="text/plain" data-purpose="${purpose}" async src="https://${TAG_HOST}/gtag/js?id=${id}"></script>
<script type="text/plain" data-purpose="${purpose}">
window.dataLayer = window.dataLayer || [];
function gtag() { dataLayer.push(arguments); }
gtag('js', new Date());
gtag('consent', 'default', { ad_storage: 'granted' });
gtag('config', '${id}');
</script>`;

/** A page without any snippet, as the README wants it, whose plugins and buttons go on calling `gtag`. */
const CALLS = `<h1>Laden</h1><script>gtag('event', 'view_item', { event_callback: function () { window.__viewed = true; } });
function gtag_report_conversion(url) {
  gtag('event', 'conversion', { send_to: '${FOREIGN}/x', event_callback: function () { window.__went = url; } });
  return false;
}</script>
<button id="event" type="button" onclick="gtag('event', 'pressed')">Merken</button>
<a id="leave" href="/thanks" onclick="return gtag_report_conversion('/thanks')">Danke</a>`;

/** The page's calls throw nothing, go nowhere, and call back. */
async function callsBack(visitor) {
  await visitor.until(() => visitor.eval(() => window.__viewed), 'the callback of a call at load');
  await visitor.press('#event');
  await visitor.press('#leave');
  await visitor.until(() => visitor.eval(() => window.__went === '/thanks'), 'the callback of a press');
  await visitor.silent('before the answer');
  await visitor.noErrors();
}

/** An opt-out that the page keeps in its own place. */
const OPT_OUT = `if (localStorage.getItem('opted-out')) window['ga-disable-${GOOGLE}'] = true;`;

const optOuts = {
  'before the tag': { prelude: OPT_OUT, body: '<h1>Laden</h1>' },
  'behind the tag': { body: `<script>${OPT_OUT}</script>` },
  'in a marked script': { body: `<script type="text/plain" data-purpose="analytics">${OPT_OUT}</script>` },
};

export default [
  ...Object.entries(optOuts).map(([where, page]) => ({
    title: `an opt-out that the page keeps itself, ${where}, outweighs an answer that gives`,
    async run(visitor) {
      await visitor.visit(page);
      await give(visitor, 'analytics');
      await visitor.contacted('www.google-analytics.com', ({ path }) => path.includes('en=page_view&'));
      assert.equal(await visitor.flag(), false, 'nobody has opted out');
      await visitor.eval(() => localStorage.setItem('opted-out', 1));
      // The packets of what was given are told later than its request.
      await visitor.settle();
      visitor.mark();
      await visitor.visit(page);
      assert.equal(await visitor.flag(), true, 'opted out');
      await visitor.google();
      await give(visitor, 'youtube');
      assert.equal(await visitor.flag(), true, 'another answer');
      assert.equal(await visitor.standing('analytics'), 'given stored');
      await visitor.untouched(/google-analytics/, 'opted out');
      await visitor.eval(() => window.optgate.withdraw('analytics'));
      assert.equal(await visitor.flag(), true, 'withdrawn');
      await give(visitor, 'analytics');
      assert.equal(await visitor.flag(), true, 'the page has not taken it back');
      await visitor.eval(() => localStorage.removeItem('opted-out'));
      await visitor.visit(page);
      assert.equal(await visitor.flag(), false, 'the page has');
    },
  })),
  {
    title: "Google's tag, which a script of the page inserts as well, is fetched once and loads for both",
    async run(visitor) {
      await visitor.visit({ body: '<h1>Laden</h1>' });
      await visitor.eval((src) => {
        document.head.append(Object.assign(document.createElement('script'), { src, onload: () => (window.__loaded = true) }));
      }, `https://${TAG_HOST}/gtag/js?id=${GOOGLE}`);
      await give(visitor, 'analytics');
      await visitor.until(() => visitor.eval(() => window.__loaded), 'the load of the second one');
      await visitor.google();
      await visitor.settle();
      assert.equal(visitor.requests(TAG_HOST).length, 1);
      await visitor.noErrors();
    },
  },
  {
    title: 'gtag is there from the start, without any snippet: it calls back before consent, and is heard after it',
    async run(visitor) {
      await visitor.visit({ body: CALLS });
      await callsBack(visitor);
      await give(visitor, 'analytics');
      assert.deepEqual((await visitor.google()).layer.at(-1).slice(0, 2), ['config', GOOGLE], 'nothing of before');
      await visitor.press('#event');
      await visitor.contacted('www.google-analytics.com', ({ path }) => path.includes('en=pressed&'));
      assert.deepEqual(await later(visitor), [['event', 'pressed']]);
    },
  },
  {
    title: 'the same where WebAssembly is refused, and where a container alone is configured',
    async run(visitor) {
      await visitor.visit({ body: CALLS, prelude: 'delete window.WebAssembly;' });
      await callsBack(visitor);
      await visitor.visit({ body: CALLS, attributes: { 'data-google': false }, config: { google: ['GTM-TEST123'] } });
      await callsBack(visitor);
      await visitor.visit({ attributes: { 'data-google': false } });
      assert.equal(await visitor.eval(() => typeof window.gtag), 'undefined', 'a site without Google');
    },
  },
  {
    title: "a page's own config: one with ours until Google's tag runs, then on its own, a page view where it names a page; ours wins",
    async run(visitor) {
      const config = (...details) => visitor.eval((id, all) => window.gtag('config', id, ...all), GOOGLE, details);
      await visitor.visit();
      await config({ page_path: '/first', content_group: 'shop' });
      await config({ page_path: '/second', anonymize_ip: false });
      await visitor.silent('before the answer');
      await give(visitor, 'analytics');
      const { layer } = await visitor.google();
      const said = layer.filter(([command]) => command === 'config');
      assert.equal(said.length, 1);
      const { page_path: path, content_group: group, ...ours } = said[0][2];
      assert.deepEqual([path, group], ['/second', 'shop']);
      assert.deepEqual([ours.anonymize_ip, ours.cookie_update, ours.cookie_expires > 86_400], [true, false, true]);
      await config({ page_path: '/third', allow_google_signals: true, cookie_expires: 63_072_000 });
      await config();
      await config({ user_id: '7' });
      await config({ page_title: 'Nichts', send_page_view: false });
      const forwarded = [
        { send_page_view: true, page_path: '/third' },
        { send_page_view: false },
        { send_page_view: false, user_id: '7' },
        { send_page_view: false, page_title: 'Nichts' },
      ].map((details) => ['config', GOOGLE, { ...details, ...ours }]);
      assert.deepEqual(await later(visitor), forwarded);
      await visitor.eval(() => window.optgate.withdraw());
      await config({ page_path: '/withdrawn' });
      assert.deepEqual((await later(visitor)).filter(([command]) => command === 'config'), forwarded);
      await visitor.settle();
      const views = visitor.requests('www.google-analytics.com').filter(({ path: to }) => to.includes('en=page_view&'));
      assert.equal(views.length, 2, 'the visit, and the third page');
      await visitor.noErrors();
    },
  },
  {
    title: 'an id that the page alone knows is heard while its purpose is given, and so are conversions for it',
    async run(visitor) {
      await visitor.visit({
        attributes: { 'data-purposes': 'marketing' },
        head: snippet(FOREIGN, 'marketing'),
        body: `<button id="sold" type="button" data-conversion="${FOREIGN}/pressed">Kaufen</button>`,
      });
      await visitor.silent('before the answer');
      await give(visitor, 'marketing');
      await sold(visitor, 'page_view');
      const consent = (await visitor.google()).layer.filter(([command]) => command === 'consent');
      assert.deepEqual(
        consent.map(([, kind, signals]) => [kind, signals.ad_storage, signals.ad_personalization, signals.analytics_storage]),
        [
          ['default', 'denied', 'denied', 'denied'],
          ['update', 'granted', 'denied', 'denied'],
        ],
        'what is given is told, though no id of data-google opens',
      );
      const own = () => visitor.eval((id) => window.gtag('event', 'conversion', { send_to: `${id}/own` }), FOREIGN);
      await visitor.press('#sold');
      await own();
      await sold(visitor, 'conversion');
      const conversions = async () => (await later(visitor)).filter(([, name]) => name === 'conversion').map(([, , { send_to: to }]) => to);
      assert.deepEqual(await conversions(), [`${FOREIGN}/pressed`, `${FOREIGN}/own`]);
      await visitor.eval(() => window.optgate.withdraw('marketing'));
      await visitor.press('#sold');
      await own();
      assert.equal((await conversions()).length, 2, 'withdrawn');
      await visitor.untouched(/google-analytics/, 'with marketing alone');
      await visitor.noErrors();
    },
  },
];
