// Google on a page: several ids, the page's own snippet, conversions, containers, and how long cookies live.
import assert from 'node:assert/strict';

import { record, setCookie } from '../lib/answer.mjs';
import { GOOGLE } from '../lib/page.mjs';

const SECOND = 'G-SECOND678';
const ADS = 'AW-987654321';
const DAY = 86_400;
const TAG_HOST = 'www.googletagmanager.com';
const HITS = 'www.google-analytics.com';
const AD_HITS = 'googleads.g.doubleclick.net';

const DENIED = {
  ad_storage: 'denied',
  ad_user_data: 'denied',
  ad_personalization: 'denied',
  analytics_storage: 'denied',
};
const MEASURED = { ...DENIED, ad_storage: 'granted', ad_user_data: 'granted', analytics_storage: 'granted' };
const SETTINGS = {
  anonymize_ip: true,
  allow_google_signals: false,
  allow_ad_personalization_signals: false,
  cookie_update: false,
};

const give = (visitor, ids) =>
  visitor.eval((all) => {
    if (all) window.optgate.give(all);
    else window.optgate.give();
  }, ids ?? null);

/** The data layer as Google's tag found it, the life of cookies taken out; each is near to `life`. */
async function told(visitor, life = 182 * DAY) {
  const { layer, loads, id } = await visitor.google();
  const commands = layer.map(([command, name, details]) => {
    if (command !== 'config') return details === undefined ? [command, name] : [command, name, details];
    const { cookie_expires: expires, ...rest } = details;
    assert.ok(expires <= life && expires > life - 300, `cookie_expires ${expires}, of ${life}`);
    return [command, name, rest];
  });
  return { commands, loads, id };
}

/** What came into the layer since. */
const later = (visitor) => visitor.eval(() => window.__gtag_seen.later);

/** How often Google's tag was fetched. */
const loads = (visitor) => visitor.requests(TAG_HOST).filter(({ path }) => path.startsWith('/gtag/js')).length;

const hit = (visitor, id, event) =>
  visitor.contacted(HITS, ({ path }) => path.includes(`tid=${id}&`) && path.includes(`en=${event}&`));

/** Google's snippet as it is pasted, with an event, a page that grants everything, and one that waits for a callback. */
const snippet = (mark = '') => `<script ${mark} async src="https://${TAG_HOST}/gtag/js?id=${GOOGLE}"></script>
<script ${mark}>
window.dataLayer = window.dataLayer || [];
function gtag() { dataLayer.push(arguments); }
window.gtag = gtag;
gtag('js', new Date());
gtag('consent', 'default', { analytics_storage: 'granted', ad_storage: 'granted' });
gtag('config', '${GOOGLE}', { content_group: 'shop', anonymize_ip: false });
gtag('event', 'early', { event_callback: function () { window.__called = (window.__called || 0) + 1; } });
</script>`;

export default [
  {
    title: 'several ids: one script, one config each, and the layer in the order of the documentation',
    async run(visitor) {
      await visitor.visit({ attributes: { 'data-google': `${GOOGLE} ${ADS} ${SECOND}` } });
      await visitor.silent('before the answer');
      await visitor.press('optgate-banner [data-optgate="accept"]');
      assert.deepEqual(await told(visitor), {
        id: GOOGLE,
        loads: 1,
        commands: [
          ['consent', 'default', DENIED],
          ['consent', 'update', MEASURED],
          ['js', 'a date'],
          ['config', GOOGLE, SETTINGS],
          ['config', ADS, SETTINGS],
          ['config', SECOND, SETTINGS],
        ],
      });
      await hit(visitor, GOOGLE, 'page_view');
      await hit(visitor, SECOND, 'page_view');
      await visitor.contacted(AD_HITS);
      await visitor.settle();
      assert.equal(loads(visitor), 1);
      visitor.mark();
      await visitor.reload();
      const again = await told(visitor);
      assert.deepEqual(again.commands[1], ['consent', 'update', MEASURED], 'a stored answer is told by update');
      assert.equal(again.commands.length, 6);
      await visitor.settle();
      assert.equal(loads(visitor), 1);
      await visitor.noErrors();
    },
  },
  {
    title: 'an Ads id alone: marketing is asked, analytics stays off, on the next page too',
    async run(visitor) {
      await visitor.visit({ attributes: { 'data-google': `${ADS} ${GOOGLE}` } });
      await give(visitor, 'marketing');
      const marketing = { ...DENIED, ad_storage: 'granted', ad_user_data: 'granted' };
      const expected = {
        id: ADS,
        loads: 1,
        commands: [
          ['consent', 'default', DENIED],
          ['consent', 'update', marketing],
          ['js', 'a date'],
          ['config', ADS, SETTINGS],
        ],
      };
      assert.deepEqual(await told(visitor), expected);
      assert.equal(await visitor.flag(), true);
      await visitor.reload();
      assert.deepEqual(await told(visitor), expected);
      assert.equal(await visitor.flag(), true);
      await visitor.untouched(/google-analytics/, 'with marketing alone');
      assert.equal((await visitor.cookieNames())._ga, undefined);
    },
  },
  {
    title: "the page's own unmarked snippet: it does not run, its config is merged, what it said early is never sent",
    async run(visitor) {
      await visitor.visit({ head: snippet() });
      await visitor.until(() => visitor.eval(() => window.__called === 1), 'the callback of the event that is dropped');
      await visitor.settle();
      assert.equal(await visitor.eval(() => typeof window.__gtag_seen), 'undefined', "Google's tag has not run");
      await visitor.untouched(/google-analytics|doubleclick/, 'before the answer');
      await visitor.eval(() => {
        window.gtag('event', 'page_view', { page_path: '/spa-before' });
      });
      await give(visitor);
      await hit(visitor, GOOGLE, 'page_view');
      assert.deepEqual(await told(visitor), {
        id: GOOGLE,
        loads: 1,
        commands: [
          ['consent', 'default', DENIED],
          ['consent', 'update', { ...DENIED, analytics_storage: 'granted' }],
          ['js', 'a date'],
          ['config', GOOGLE, { ...SETTINGS, content_group: 'shop' }],
        ],
      });
      await visitor.eval(() => {
        window.gtag('event', 'page_view', { page_path: '/spa-after' });
        window.gtag('event', 'late', { event_callback: 5 });
      });
      await hit(visitor, GOOGLE, 'late');
      assert.deepEqual(await later(visitor), [
        ['event', 'page_view', { page_path: '/spa-after' }],
        ['event', 'late', { event_callback: 5 }],
      ]);
      await visitor.settle();
      assert.equal(await visitor.eval(() => window.__gtag_seen.loads), 1);
      const sent = visitor.requests(HITS).filter(({ path }) => path.includes('en=early'));
      assert.deepEqual(sent, [], 'what was said before consent is never sent');
      assert.equal(await visitor.eval(() => window.__called), 1);
      await visitor.noErrors();
    },
  },
  {
    title: "the page's own marked snippet: silent before, one script and one config after",
    async run(visitor) {
      await visitor.visit({ head: snippet('type="text/plain" data-purpose="analytics"') });
      await visitor.silent('before the answer');
      assert.equal(await visitor.eval(() => typeof window.__called), 'undefined', 'nothing of it has run');
      await give(visitor);
      await hit(visitor, GOOGLE, 'page_view');
      await hit(visitor, GOOGLE, 'early');
      await visitor.settle();
      assert.equal(loads(visitor), 1);
      const all = [...(await told(visitor)).commands, ...(await later(visitor))];
      assert.deepEqual(
        all.filter(([command]) => command === 'config'),
        [['config', GOOGLE, { ...SETTINGS, content_group: 'shop' }]],
        'one config, with what the page says in it',
      );
      assert.equal(all.filter(([command]) => command === 'js').length, 1);
      assert.deepEqual(
        all.filter(([command]) => command === 'consent').map(([, kind, signals]) => [kind, signals.ad_storage]),
        [
          ['default', 'denied'],
          ['update', 'denied'],
        ],
        'consent is told by Optgate alone',
      );
      await visitor.noErrors();
    },
  },
  {
    title: 'conversions of links, buttons and forms are sent while marketing is given, and read no field',
    async run(visitor) {
      const body = `<h1>Anfrage</h1>
        <p><a id="link" href="#end" data-conversion="${ADS}/link"><b>Anrufen</b></a>
        <button id="button" type="button" data-conversion="${ADS}/button">Merken</button></p>
        <form data-conversion="${ADS}/form"><input name="email" value="secret@muster.example">
        <button id="send">Senden</button></form><p id="end">Ende.</p>`;
      await visitor.visit({ attributes: { 'data-google': `${GOOGLE} ${ADS}` }, body });
      await visitor.eval(() => {
        document.addEventListener('submit', (event) => event.preventDefault());
      });
      const presses = async () => {
        for (const selector of ['#link b', '#button', '#send']) await visitor.press(selector);
      };
      await presses();
      await visitor.silent('presses before the answer');
      await give(visitor, 'analytics');
      await hit(visitor, GOOGLE, 'page_view');
      await presses();
      await visitor.untouched(/doubleclick/, 'presses with analytics alone');
      assert.deepEqual(await later(visitor), []);
      await give(visitor, 'marketing');
      await visitor.contacted(AD_HITS, ({ path }) => path.includes('en=page_view'));
      await visitor.settle();
      assert.deepEqual(
        visitor.requests().filter(({ path }) => path.includes('en=conversion')),
        [],
        'what was pressed before is never sent',
      );
      await presses();
      const conversion = (label) => ['event', 'conversion', { send_to: `${ADS}/${label}` }];
      const said = (await later(visitor)).filter(([command]) => command === 'event');
      assert.deepEqual(said, ['link', 'button', 'form'].map(conversion), 'and nothing that was typed');
      await visitor.contacted(AD_HITS, ({ path }) => path.includes('en=conversion'));
      await visitor.eval(() => {
        window.optgate.withdraw('marketing');
      });
      const count = (await later(visitor)).filter(([command]) => command === 'event').length;
      await presses();
      assert.equal((await later(visitor)).filter(([command]) => command === 'event').length, count, 'withdrawn');
      await visitor.noErrors();
    },
  },
  {
    title: 'a conversion that a page reports by itself is dropped without marketing, and its callback is called',
    async run(visitor) {
      const head = `<script>window.dataLayer = window.dataLayer || [];
        function gtag() { dataLayer.push(arguments); }
        window.report = function (url) {
          gtag('event', 'conversion', { send_to: '${ADS}/own', event_callback: function () { window.__went = url; } });
        };</script>`;
      await visitor.visit({ attributes: { 'data-google': `${GOOGLE} ${ADS}` }, head });
      await give(visitor, 'analytics');
      await hit(visitor, GOOGLE, 'page_view');
      await visitor.eval(() => window.report('/thanks'));
      await visitor.until(() => visitor.eval(() => window.__went === '/thanks'), 'the callback');
      assert.deepEqual(await later(visitor), []);
      await give(visitor, 'marketing');
      await visitor.eval(() => window.report('/again'));
      const [, name, details] = (await later(visitor)).findLast(([command]) => command === 'event');
      assert.deepEqual([name, details.send_to], ['conversion', `${ADS}/own`]);
      assert.equal(await visitor.eval(() => window.__went), '/thanks', 'the callback is left to Google');
      await visitor.noErrors();
    },
  },
  {
    title: 'a container that the site ties to analytics loads with it, once, with its start in the layer',
    async run(visitor) {
      const config = { gtm: { 'GTM-TEST123': ['analytics'] } };
      await visitor.visit({ attributes: { 'data-google': 'GTM-TEST123 GTM-OTHER45' }, config });
      await visitor.silent('before the answer');
      const event = (name) =>
        visitor.eval((wanted) => {
          (function () {
            window.dataLayer.push(arguments);
          })('event', wanted);
          return window.dataLayer.some((entry) => entry[0] === 'event' && entry[1] === wanted);
        }, name);
      assert.equal(await event('early'), false, 'an event before the answer');
      await give(visitor, 'analytics');
      await visitor.contacted(TAG_HOST, ({ path }) => path.startsWith('/gtm.js?id=GTM-TEST123'));
      await visitor.settle();
      assert.equal(await event('late'), true, 'an event once the container is given');
      const containers = () => visitor.requests(TAG_HOST).map(({ path }) => path.replace(/&.*/, ''));
      assert.deepEqual(containers(), ['/gtm.js?id=GTM-TEST123'], 'the other one needs marketing too');
      const starts = () =>
        visitor.eval(() => {
          const layer = [...window.dataLayer];
          const at = layer.findIndex((entry) => entry.event === 'gtm.js');
          const consent = layer.findIndex((entry) => entry[0] === 'consent' && entry[1] === 'update');
          return { ordered: consent >= 0 && consent < at, start: typeof layer[at]['gtm.start'] };
        });
      assert.deepEqual(await starts(), { ordered: true, start: 'number' });
      await give(visitor, 'marketing');
      await visitor.contacted(TAG_HOST, ({ path }) => path.startsWith('/gtm.js?id=GTM-OTHER45'));
      await visitor.settle();
      assert.deepEqual(containers(), ['/gtm.js?id=GTM-TEST123', '/gtm.js?id=GTM-OTHER45']);
      await visitor.noErrors();
    },
  },
  {
    title: 'functions around the data layer, of whoever comes behind the tag, hear all that is allowed, once each, and nothing else',
    async run(visitor) {
      await visitor.visit();
      await visitor.eval(() => {
        window.__heard = [];
        const wrap = (name) => {
          const inner = window.dataLayer.push;
          window.dataLayer.push = (...entries) => {
            const answer = inner.apply(window.dataLayer, entries);
            window.__heard.push(...entries.map(([command, what]) => `${name} ${command} ${what}`));
            // As a container does while it works.
            if (name === 'outer' && entries[0]?.[1] === 'first') window.gtag('event', 'second');
            return answer;
          };
        };
        wrap('inner');
        wrap('outer');
        window.gtag = function gtag() {
          window.dataLayer.push(arguments);
        };
        window.gtag('event', 'early', { event_callback: () => window.__heard.push('called back') });
      });
      await visitor.until(() => visitor.eval(() => window.__heard.length === 1), 'the callback');
      await give(visitor, 'analytics');
      await visitor.until(() => loads(visitor) === 1, "Google's tag");
      await visitor.until(() => visitor.eval(() => !!window.__gtag_seen), 'its run');
      await visitor.eval(() => {
        window.__heard.length = 0;
        window.gtag('event', 'first');
      });
      const heard = ['inner event first', 'outer event first', 'inner event second', 'outer event second'];
      assert.deepEqual(await visitor.eval(() => window.__heard), heard);
      await hit(visitor, GOOGLE, 'first');
      await hit(visitor, GOOGLE, 'second');
    },
  },
  {
    title: "Google's cookies end with the answer, which does not start afresh on a later page",
    async run(visitor) {
      const cookies = [setCookie('optgate', await record(visitor, 'given a month ago'))];
      visitor.mark();
      await visitor.visit({ cookies });
      await told(visitor, 142 * DAY);
      await hit(visitor, GOOGLE, 'page_view');
      const jar = await visitor.until(async () => {
        const all = (await visitor.cookieJar()).filter(({ name }) => name.startsWith('_ga'));
        return all.length === 2 && all;
      }, "Google's cookies");
      for (const { name, expires } of jar) {
        const days = (expires - Date.now() / 1000) / DAY;
        assert.ok(days <= 142.01 && days > 141.9, `${name} lives for ${days} days`);
      }
    },
  },
];
