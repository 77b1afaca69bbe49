// What a page may live through while it is open: it is kept and shown again, prepared and shown later, written anew,
// outlives its answer, stands in a frame. At every moment it does what the answer of that moment says.
import assert from 'node:assert/strict';

import { record, setCookie } from '../lib/answer.mjs';
import { FIRST, GOOGLE } from '../lib/page.mjs';
import { Trouble } from '../lib/trouble.mjs';

const GOOGLE_HOSTS = /google|doubleclick/;

/** Chromium and WebKit keep any page for the way back, Firefox only one that may be stored at all. */
const KEPT = { 'cache-control': 'no-cache' };

/** Tracks in two ways; `name` tells the requests apart. */
const TRACKS = `window.__track = function (name) {
  var to = 'https://www.google-analytics.com/g/collect?tid=${GOOGLE}&en=' + name;
  gtag('event', name + '_gtag');
  fetch(to, { mode: 'no-cors' }).catch(function () {});
};
addEventListener('pageshow', function (event) { window.__kept = event.persisted; });`;

/** A clock that can be set: `window.__days` ahead. */
const CLOCK = `window.__days = 0; (function () { var now = Date.now; Date.now = function () { return now() + window.__days * 86400000; }; })();`;

const accept = (visitor) => visitor.press('optgate-banner [data-optgate="accept"]');

const look = (visitor) => visitor.eval(() => void window.dispatchEvent(new Event('focus')));

async function assertTracks(visitor, name) {
  await visitor.eval((text) => window.__track(text), name);
  await visitor.contacted('www.google-analytics.com', ({ path }) => path.endsWith(`en=${name}`));
  await visitor.contacted('www.google-analytics.com', ({ path }) => path.includes(`en=${name}_gtag`));
}

async function assertSilent(visitor, when) {
  await visitor.settle();
  visitor.mark();
  await visitor.eval(() => window.__track('late'));
  await visitor.untouched(GOOGLE_HOSTS, when);
}

/** Asserts what holds once an answer has ended while the page was open. */
async function assertEnded(visitor, status) {
  // Right behind an answer a look waits a moment.
  await visitor.until(async () => (await visitor.standing('analytics')).startsWith(`${status} `), `the answer to be ${status}`);
  assert.equal(await visitor.flag(), true);
  await assertSilent(visitor, `the answer has ended (${status})`);
  assert.deepEqual(
    Object.keys(await visitor.cookieNames()).filter((name) => name.startsWith('_ga')),
    [],
    "Google's cookies",
  );
  await visitor.appears('optgate-banner');
}

/** Writes the document anew, as old pages do. */
async function rewrite(visitor, body) {
  await visitor.eval((html) => {
    document.open();
    document.write(html);
    document.close();
  }, `<!doctype html><html lang="de"><head><title>Neu</title><script src="/-/listen.js"></script></head><body>${body}</body></html>`);
  await visitor.until(() => visitor.eval(() => document.readyState === 'complete'), 'the new document');
}

/** A frame that answers on request, and tells what it knows. */
const ASKED = `addEventListener('message', function (event) {
  if (event.data.act) optgate[event.data.act]();
  event.source.postMessage({ status: optgate.status(), cookie: document.cookie }, '*');
});`;

/** Sends a message into the page's frame and gives its answer. */
const ask = (visitor, act) =>
  visitor.eval(
    (name) =>
      new Promise((resolve) => {
        addEventListener('message', (event) => resolve(event.data), { once: true });
        document.querySelector('iframe').contentWindow.postMessage({ act: name }, '*');
      }),
    act,
  );

/** Whether a page is kept is the browser's own decision, so that once is no proof of a fault of ours. */
async function assertKept(visitor) {
  if (!(await visitor.eval(() => window.__kept))) throw new Trouble('the browser has not kept the page that was left');
}

/** Waits until nothing is on its way to the page: Firefox keeps no other. */
async function rest(visitor) {
  await visitor.settle();
  await visitor.until(() => visitor.eval(() => [...window.__controls, ...document.images].every(({ complete }) => complete)), 'all pictures');
}

export default [
  {
    title: 'a page kept by the browser obeys a withdrawal that happened meanwhile',
    async run(visitor) {
      const first = await visitor.visit({ prelude: TRACKS, headers: KEPT });
      await accept(visitor);
      await visitor.google();
      await assertTracks(visitor, 'before');
      await rest(visitor);
      await visitor.visit({ body: '<p>Andere Seite</p>' });
      await visitor.eval(() => window.optgate.withdraw());
      await visitor.settle();
      visitor.mark();
      await visitor.back(first);
      await assertKept(visitor);
      assert.match(await visitor.standing('analytics'), /^(refused|withdrawn) stored$/);
      assert.equal(await visitor.flag(), true);
      await visitor.untouched(GOOGLE_HOSTS, 'on the way back');
      await assertSilent(visitor, 'back on the page');
      await visitor.noErrors();
    },
  },
  {
    title: 'a page kept with its banner open obeys an acceptance that was given meanwhile',
    async run(visitor) {
      const first = await visitor.visit({ prelude: TRACKS, headers: KEPT });
      await visitor.appears('optgate-banner');
      await rest(visitor);
      await visitor.visit({ body: '<p>Andere Seite</p>' });
      await visitor.eval(() => window.optgate.give());
      await visitor.google();
      await visitor.settle();
      visitor.mark();
      await visitor.back(first);
      await assertKept(visitor);
      await visitor.disappears('optgate-banner');
      await visitor.google();
      await assertTracks(visitor, 'after');
      assert.equal(await visitor.eval(() => window.__analytics_ran), 1);
    },
  },
  {
    title: 'a page that is prerendered opens nothing and asks nothing until it is shown',
    engines: ['chromium'],
    silence: true,
    async run(visitor) {
      const given = setCookie('optgate', await record(visitor, 'given'));
      visitor.mark();
      const body = `<p>Bald</p><script type="text/plain" data-purpose="analytics">window.__analytics_ran = document.prerendering ? 'early' : 'shown';</script>
        <script>gtag('event', 'early'); var image = document.createElement('img'); image.src = 'https://www.google-analytics.com/inserted.gif'; document.body.append(image);
        var frame = document.createElement('iframe'); frame.src = 'https://www.youtube.com/embed/${FIRST}'; document.body.append(frame);
        if (document.prerendering) onload = function () { setTimeout(fetch, 300, '/-/marker?prerendered'); };</script>`;
      const target = visitor.place({ prelude: TRACKS, body });
      const at = new URL(target).pathname;
      // It goes there by itself: where a driver has touched a page, Chromium prerenders nothing.
      const before = `<script type="speculationrules">{"prerender":[{"source":"list","urls":["${at}"],"eagerness":"immediate"}]}</script>
        <script>setInterval(function () { fetch('/go').then(function (reply) { if (reply.ok) location.href = '${at}'; }); }, 100);</script>`;
      const tab = await visitor.browser.open(
        visitor.place({ html: `<!doctype html><title>Vorher</title><link rel="icon" href="data:,">${before}`, cookies: [given] }),
      );
      try {
        const asked = (path) => visitor.site.requests.some((request) => request.path === path);
        await visitor.until(() => asked('/-/marker?prerendered'), 'the page to be prerendered');
        await visitor.visit({ html: '<!doctype html><title>Zeuge</title>' }, { host: 'beispiel.localhost', ready: false });
        await visitor.silent('while the page is prerendered');
        // In the background it would not take the prerendered page.
        await tab.front();
        visitor.site.put('test.localhost', '/go', { html: 'go' });
        await visitor.contacted('www.googletagmanager.com', ({ path }) => path.includes(GOOGLE));
        await visitor.contacted('www.google-analytics.com', ({ path }) => path === '/inserted.gif');
        await visitor.untouched(/youtube/, 'a video still asks for itself');
        // Whether it takes the page that it has prepared is the browser's own decision too.
        const taken = await tab.eval(() => performance.getEntriesByType('navigation')[0].activationStart > 0);
        if (!taken) throw new Trouble('the browser has loaded the page that it had prerendered once more');
        assert.deepEqual(await tab.eval(() => [window.__analytics_ran, window.__errors]), ['shown', []]);
      } finally {
        await tab.close(['http://test.localhost']);
      }
    },
  },
  {
    title: 'an answer that runs out while the page is open closes like a withdrawal, and the question comes again',
    async run(visitor) {
      await visitor.visit({ prelude: CLOCK + TRACKS });
      await accept(visitor);
      await visitor.google();
      await assertTracks(visitor, 'before');
      await visitor.eval(() => {
        window.__days = 181;
      });
      await look(visitor);
      await assertTracks(visitor, 'the_day_before');
      await visitor.eval(() => {
        window.__days = 183;
      });
      await look(visitor);
      await assertEnded(visitor, 'expired');
      await accept(visitor);
      await assertTracks(visitor, 'again');
    },
  },
  {
    title: 'a clock that is set back counts an answer from the future as ended, and one that moves a little changes nothing',
    async run(visitor) {
      await visitor.visit({ prelude: CLOCK + TRACKS });
      await accept(visitor);
      await visitor.google();
      for (const days of [0.5, -0.5, 0]) {
        await visitor.eval((ahead) => {
          window.__days = ahead;
        }, days);
        await look(visitor);
        await assertTracks(visitor, `at_${days}`);
      }
      await visitor.eval(() => {
        window.__days = -300;
      });
      await look(visitor);
      await assertEnded(visitor, 'expired');
    },
  },
  {
    title: 'a record that is lost while the page is open closes like a withdrawal',
    async run(visitor) {
      await visitor.visit({ prelude: TRACKS });
      await accept(visitor);
      await visitor.google();
      await assertTracks(visitor, 'before');
      await visitor.eval(() => {
        for (const name of ['optgate', 'cookieconsent_status']) document.cookie = `${name}=; Path=/; Max-Age=0`;
      });
      await look(visitor);
      await assertEnded(visitor, 'unknown');
    },
  },
  {
    title: 'a document that is written anew is looked after like the first one: marked content, look, presses, looks',
    async run(visitor) {
      await visitor.visit({ prelude: CLOCK + TRACKS });
      await visitor.appears('optgate-banner');
      await rewrite(
        visitor,
        `<h1>Neu</h1><button id="take-back" type="button" data-optgate="withdraw">Widerrufen</button>
        <script type="text/plain" data-purpose="analytics">window.__new_ran = (window.__new_ran || 0) + 1;</script>
        <img alt="" data-purpose="analytics" data-src="https://marked.example/new.gif">
        <optgate-frame data-provider="youtube" data-video="${FIRST}"><a href="/film">Film</a></optgate-frame>
        <p id="end">Ende</p>`,
      );
      await visitor.eval(() => {
        const image = document.createElement('img');
        image.src = 'https://www.google-analytics.com/written.gif';
        document.body.append(image);
      });
      await visitor.silent('the new document');
      await visitor.appears('optgate-banner [data-optgate="accept"]');
      assert.equal(
        await visitor.eval(() => getComputedStyle(document.querySelector('optgate-banner')).position),
        'fixed',
        'the style sheet holds',
      );
      await visitor.appears('optgate-frame [data-optgate="play"]');
      await accept(visitor);
      await visitor.contacted('marked.example');
      await visitor.contacted('www.google-analytics.com', ({ path }) => path === '/written.gif');
      await visitor.until(() => visitor.eval(() => window.__new_ran === 1), 'the marked script to run once');
      await visitor.press('#take-back');
      await visitor.until(async () => (await visitor.flag()) === true, 'the withdrawal');
      await visitor.press('optgate-button [data-optgate="preferences"], optgate-button');
      await visitor.press('optgate-preferences [data-optgate="accept"]');
      await assertTracks(visitor, 'given_again');
      await visitor.eval(() => {
        window.__days = 200;
      });
      await look(visitor);
      await assertEnded(visitor, 'expired');
      await visitor.noErrors();
    },
  },
  {
    title: 'frames of the same site ask and obey like tabs',
    async run(visitor) {
      const inner = new URL(visitor.place({ prelude: TRACKS, body: '<p>Rahmen</p>' })).pathname;
      await visitor.visit({
        prelude: TRACKS,
        body: `<iframe id="inner" src="${inner}" width="1000" height="500"></iframe>`,
      });
      await visitor.silent('page and frame');
      const inFrame = (task) => visitor.eval(`(${task})(document.querySelector('#inner').contentWindow)`);
      await visitor.until(() => inFrame((frame) => frame.document.querySelector('optgate-banner') !== null), 'its banner');
      await inFrame((frame) => frame.optgate.give());
      await visitor.disappears('body ~ optgate-banner, optgate-banner');
      await visitor.google();
      await visitor.until(() => inFrame((frame) => Boolean(frame.__gtag_seen)), "Google's tag in the frame");
      await visitor.settle();
      await visitor.eval(() => window.optgate.withdraw());
      await visitor.until(() => inFrame((frame) => frame[`ga-disable-G-TEST12345`] === true), 'the frame to obey');
      await assertSilent(visitor, 'the page');
      visitor.mark();
      await inFrame((frame) => frame.__track('late'));
      await visitor.untouched(GOOGLE_HOSTS, 'the frame');
    },
  },
  {
    title: 'in a frame of another site, where storage is kept apart, an answer holds for the page view',
    async run(visitor) {
      await visitor.visit({ body: '<p>Dieselbe Seite, für sich</p>' });
      await visitor.eval(() => window.optgate.refuse());
      const inner = visitor.place({ prelude: ASKED, body: '<p>Eingebettet</p>' });
      await visitor.visit(
        { html: `<!doctype html><title>Fremd</title><iframe src="${inner}" width="1000" height="500"></iframe>` },
        { host: 'beispiel.localhost', ready: false },
      );
      await visitor.silent('before the answer in the frame');
      const before = await ask(visitor);
      assert.equal(before.status.purposes.analytics.status, 'unknown', 'the answer of the site itself is out of reach');
      assert.equal(before.cookie, '', 'nothing is stored');
      const after = await ask(visitor, 'give');
      assert.equal(after.status.purposes.analytics.status, 'given');
      await visitor.contacted('www.googletagmanager.com');
      await visitor.settle();
      const end = await ask(visitor, 'withdraw');
      assert.match(end.status.purposes.analytics.status, /^(refused|withdrawn)$/);
    },
  },
  {
    title: 'a tab in the background asks when it is looked at, and is silent until then',
    async run(visitor) {
      await visitor.visit({ body: '<p>Vorne</p>' });
      const other = await visitor.beside({ prelude: TRACKS });
      assert.equal(await other.eval(() => document.visibilityState), 'hidden', 'it is in the background');
      await other.silent('in the background');
      await other.front();
      const shown = () => other.eval(() => document.visibilityState === 'visible');
      await other.until(shown, 'the tab to come to the front', 8000);
      await other.appears('optgate-banner');
      await accept(other);
      await other.google();
      await assertTracks(other, 'shown');
    },
  },
];
