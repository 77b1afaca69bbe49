// Several tabs of one browser: an answer in one is obeyed in all, and no tab undoes what another one has stored.
import assert from 'node:assert/strict';

import { GOOGLE } from '../lib/page.mjs';

/**
 * How much later than a sign of the tests' own, sent behind it, an answer may be obeyed in another tab of the same origin, in milliseconds.
 * How long a sign takes is the machine's affair.
 */
const SOON = 1000;

const GOOGLE_HOSTS = /google|doubleclick/;

/**
 * Keeps when the page heard of a change, and of the sign that `__sign` sends the same way as the product: a cookie where the browser tells
 * of those, a message elsewhere. Clocks of two tabs of one machine agree, a driver's turns do not.
 */
const HEARS = `document.addEventListener('optgate:change', function () { window.__changed_at = Date.now(); });
(function (channel) {
  function seen() { window.__sign_at = Date.now(); }
  if (window.cookieStore) cookieStore.addEventListener('change', function (event) {
    if (event.changed.some(function (cookie) { return cookie.name === 'sign'; })) seen();
  });
  else channel.onmessage = seen;
  window.__sign = function () {
    if (window.cookieStore) document.cookie = 'sign=' + Date.now() + '; Path=/';
    else channel.postMessage(0);
  };
})(new BroadcastChannel('sign'));
window.__track = function () {
  var to = 'https://www.google-analytics.com/g/collect?tid=${GOOGLE}&en=';
  gtag('event', 'from_gtag');
  fetch(to + 'from_fetch', { mode: 'no-cors' }).catch(function () {});
  navigator.sendBeacon(to + 'from_beacon');
  (window.__pixels = window.__pixels || []).push(new Image());
  window.__pixels.at(-1).src = to + 'from_image';
};`;

const WAYS = ['gtag', 'fetch', 'beacon', 'image'];

/** Acts in `here`, whereupon `there` must hear of the change in time; gives how long that took. */
async function obeyed(here, there, act) {
  await there.eval(() => {
    delete window.__changed_at;
    delete window.__sign_at;
  });
  const began = await here.eval(`(function () { var now = Date.now(); (${act})(); __sign(); return now; })()`);
  const at = (name) => there.until(() => there.eval((key) => window[key] ?? 0, name), `${name} in the other tab`);
  const [sign, heard] = [await at('__sign_at'), await at('__changed_at')];
  assert.ok(heard - sign < SOON, `it was obeyed ${heard - sign} ms after the sign, which took ${sign - began} ms`);
  return heard - began;
}

/** Whether the page asks. A tab in the background paints nothing, so this looks at the document. */
const asks = (tab) => tab.eval(() => document.querySelector('optgate-banner') !== null);

const accept = (visitor) => visitor.press('optgate-banner [data-optgate="accept"]');

/** Has the page track in every way it knows, and waits for all of them to arrive. */
async function assertTracks(visitor) {
  visitor.mark();
  await visitor.eval(() => window.__track());
  for (const way of WAYS) {
    await visitor.contacted('www.google-analytics.com', ({ path }) => path.includes(`en=from_${way}`));
  }
}

/** Has it track once more, in vain. */
async function assertSilent(visitor, when) {
  await visitor.settle();
  visitor.mark();
  await visitor.eval(() => window.__track());
  await visitor.untouched(GOOGLE_HOSTS, when);
}

/** A page whose own frame stores an answer, and which looks between any two of the frame's writes. */
const WRITES = `(function () {
  var real = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
  window.__writes = [];
  Object.defineProperty(Document.prototype, 'cookie', {
    configurable: true,
    get: function () { return real.get.call(this); },
    set: function (text) {
      real.set.call(this, text);
      window.__writes.push(text);
      if (parent !== window) parent.dispatchEvent(new Event('focus'));
    },
  });
})();`;

async function framed(visitor, spec = {}) {
  const inner = new URL(visitor.place({ prelude: WRITES, body: '<p>Rahmen</p>', ...spec })).pathname;
  await visitor.visit({ prelude: HEARS, body: `<p>Seite</p><iframe src="${inner}"></iframe>` });
  await visitor.eval(() => document.querySelector('iframe').contentWindow.optgate.ready.then(() => true));
  return inner;
}

/** What page, frame and device say about analytics. */
const agreed = (visitor) =>
  visitor.eval(() => ({
    page: window.optgate.status().purposes.analytics.status,
    frame: document.querySelector('iframe').contentWindow.optgate.status().purposes.analytics.status,
    device: /(?:^|; )cookieconsent_status=([^;]*)/.exec(document.cookie)?.[1],
  }));

export default [
  {
    title: 'an acceptance in one tab is obeyed in the other within a second: no banner, and what is given runs',
    async run(visitor) {
      await visitor.visit({ prelude: HEARS });
      await visitor.appears('optgate-banner');
      const other = await visitor.beside({ prelude: HEARS });
      await other.silent('two tabs, no answer');
      const took = await obeyed(other, visitor, () => window.optgate.give());
      assert.equal(await asks(visitor), false, 'the banner is gone');
      assert.equal(await visitor.standing('analytics'), 'given stored');
      assert.equal(await other.standing('analytics'), 'given visitor');
      assert.equal((await visitor.google()).id, GOOGLE);
      await visitor.until(() => visitor.eval(() => window.__analytics_ran === 1), 'the marked script to run once');
      assert.equal((await visitor.heard('change')).length, 1, 'told once');
      await assertTracks(visitor);
      await visitor.noErrors();
      return `${took} ms`;
    },
  },
  {
    title: 'a refusal in one tab takes the banner from the other within a second',
    async run(visitor) {
      await visitor.visit({ prelude: HEARS });
      await visitor.appears('optgate-banner');
      const other = await visitor.beside({ prelude: HEARS });
      await obeyed(other, visitor, () => window.optgate.refuse());
      assert.equal(await asks(visitor), false);
      assert.equal(await visitor.standing('analytics'), 'refused stored');
      await visitor.silent('refused in the other tab');
      assert.equal(await visitor.eval(() => typeof window.__analytics_ran), 'undefined');
    },
  },
  {
    title: 'a withdrawal in one tab stops the tracking of the other within a second, and both are silent',
    async run(visitor) {
      await visitor.visit({ prelude: HEARS });
      await accept(visitor);
      await visitor.google();
      await assertTracks(visitor);
      const other = await visitor.beside({ prelude: HEARS });
      await other.google();
      const took = await obeyed(other, visitor, () => window.optgate.withdraw());
      assert.equal(await visitor.flag(), true);
      const later = await visitor.eval(() => window.__gtag_seen.later);
      assert.equal(later.findLast(([command]) => command === 'consent')[2].analytics_storage, 'denied');
      await assertSilent(visitor, 'withdrawn in the other tab');
      await assertSilent(other, 'withdrawn in this tab');
      const names = Object.keys(await visitor.cookieNames()).filter((name) => name.startsWith('_ga'));
      assert.deepEqual(names, [], "Google's cookies");
      const took2 = await obeyed(visitor, other, () => window.optgate.give());
      await assertTracks(other);
      await visitor.noErrors();
      return `${took} ms, ${took2} ms`;
    },
  },
  {
    title: 'a sibling subdomain that shares the answer obeys when it is looked at, at the latest',
    async run(visitor) {
      const shared = { prelude: HEARS, attributes: { 'data-domain': 'muster.localhost' } };
      // It also looks twice a minute by itself, which is not what is asked here.
      const still = { ...shared, prelude: `${HEARS}window.setInterval = function () {};` };
      await visitor.visit(still, { host: 'muster.localhost' });
      await accept(visitor);
      await visitor.google();
      await assertTracks(visitor);
      const shop = await visitor.beside(shared, { host: 'shop.muster.localhost' });
      const stranger = await visitor.beside(shared, { host: 'beispiel.localhost' });
      await shop.google();
      await shop.front();
      await shop.eval(() => window.optgate.withdraw());
      await visitor.front();
      const withdrawn = ({ status }) => status.purposes.analytics.status === 'withdrawn';
      await visitor.until(async () => (await visitor.heard('change')).some(withdrawn), 'the page to obey its sibling');
      assert.equal(await visitor.standing('analytics'), 'withdrawn stored');
      await assertSilent(visitor, 'withdrawn on the sibling subdomain');
      assert.equal(await stranger.standing('analytics'), 'unknown default', 'another domain has its own answer');
    },
  },
  {
    title: 'a page that looks between any two writes of an answer neither undoes it nor is misled by it',
    async run(visitor) {
      await framed(visitor);
      for (const [act, wanted, status] of [
        ['give', 'given', 'allow'],
        ['refuse', 'refused', 'deny'],
        ['give', 'given', 'allow'],
        ['withdraw', 'withdrawn', 'deny'],
        ['refuse', 'refused', 'deny'],
      ]) {
        const writes = await visitor.eval((name) => {
          const { contentWindow: frame } = document.querySelector('iframe');
          frame.__writes.length = 0;
          frame.optgate[name]();
          return frame.__writes.length;
        }, act);
        assert.ok(writes >= 1, `${act} writes`);
        await visitor.eval(() => window.dispatchEvent(new Event('focus')));
        const end = await agreed(visitor);
        assert.equal(end.device, status, act);
        // Whoever refuses what was given withdraws it.
        const same = wanted === 'given' ? /^given$/ : /^(refused|withdrawn)$/;
        assert.match(end.page, same, act);
        assert.match(end.frame, same, act);
      }
      await visitor.noErrors();
    },
  },
  {
    title: 'a tab that begins between any two writes of a refusal ends refused, whatever it mended',
    async run(visitor) {
      const inner = await framed(visitor);
      const ends = await visitor.eval(async (address) => {
        const frame = () => document.querySelector('iframe').contentWindow;
        const answer = (name) => {
          frame().__writes.length = 0;
          frame().optgate[name]();
          return [...frame().__writes];
        };
        const given = answer('give');
        const refused = answer('refuse');
        const found = [];
        for (let cut = 1; cut < refused.length; cut += 1) {
          for (const text of [...given, ...refused.slice(0, cut)]) document.cookie = text;
          const tab = document.createElement('iframe');
          tab.src = address;
          await new Promise((loaded) => {
            tab.onload = loaded;
            document.body.append(tab);
          });
          for (const text of refused.slice(cut)) document.cookie = text;
          tab.contentWindow.dispatchEvent(new Event('focus'));
          const { status } = tab.contentWindow.optgate.status().purposes.analytics;
          found.push(`${status} ${/cookieconsent_status=([^;]*)/.exec(document.cookie)?.[1]}`);
          tab.remove();
        }
        return found;
      }, inner);
      assert.ok(ends.length >= 2, `there must be places to begin at: ${ends}`);
      for (const [at, end] of ends.entries()) assert.match(end, /^(refused|withdrawn) deny$/, `begun at write ${at + 1}`);
    },
  },
  {
    title: 'a new revision in one tab asks there; its refusal stops the old page too, and is not undone by it',
    async run(visitor) {
      await visitor.visit({ prelude: HEARS });
      await accept(visitor);
      await visitor.google();
      await assertTracks(visitor);
      const other = await visitor.beside({ prelude: HEARS, attributes: { 'data-revision': '2' } });
      assert.equal(await other.standing('analytics'), 'invalidated default');
      assert.equal((await other.status()).answered, false, 'the question is open again');
      await obeyed(other, visitor, () => window.optgate.refuse());
      assert.match(await visitor.standing('analytics'), /^(refused|withdrawn) stored$/);
      await assertSilent(visitor, 'refused under the new revision');
      const before = await other.cookie('optgate');
      assert.match(before, /^1\.2\./, 'the record is of the new revision');
      await visitor.reload();
      assert.equal(await visitor.cookie('optgate'), before, 'the old page leaves the record alone');
      assert.equal(await visitor.standing('analytics'), 'refused stored');
      await other.reload();
      assert.equal(await other.standing('analytics'), 'refused stored');
      // Looked at, for in the background nothing is drawn, so that nothing could be asked.
      await visitor.visit({ attributes: { 'data-revision': '2' } });
      await visitor.appears('optgate-button');
      assert.equal(await asks(visitor), false);
    },
  },
];
