// The tag in every way that a site may embed it: late, deferred, twice, in the body, from another host.
import assert from 'node:assert/strict';

import { BODY, FIRST, GOOGLE, tag } from '../lib/page.mjs';
import { Site } from '../lib/site.mjs';

/** A page whose head holds `head` in the tag's place. */
const html = (head, body = BODY) => ({
  html: `<!doctype html><html lang="de"><head><script src="/-/listen.js"></script>${head}
<meta charset="utf-8"><title>Testseite</title><link rel="icon" href="data:,"></head><body>${body}</body></html>`,
});

/** Asks, is silent until the answer, obeys it, and keeps it: what every way of embedding comes to. */
async function assertWorks(visitor) {
  assert.equal((await visitor.eval(() => window.optgate.ready)).state, 'open');
  await visitor.silent('before the answer');
  await visitor.press('optgate-banner [data-optgate="accept"]');
  assert.equal((await visitor.google()).id, GOOGLE);
  await visitor.until(() => visitor.eval(() => window.__analytics_ran === 1), 'the marked script to run once');
  assert.equal(await visitor.eval(() => window.__gtag_seen.loads), 1);
  await visitor.appears('optgate-frame [data-optgate="play"]');
  assert.equal(await visitor.cookie('cookieconsent_status'), 'allow');
  await visitor.noErrors();
}

/** Until the tag is there, Firefox looks up the hosts of links on pages without TLS: a late one needs links of the site's own. */
const LATE_BODY = BODY.replaceAll(/https:\/\/www\.youtube\.com\/watch\?v=\w+/g, '/film');

/** How often the developer was told `code`. */
const told = async (visitor, code) => (await visitor.heard('diagnostic')).filter((entry) => entry.code === code).length;

/** A script that appends the tag when `when` (a function of a callback) says so, as tag managers and frameworks do. */
const appended = (when, attributes) => `<script>(${when})(function () {
  var box = document.createElement('template');
  box.innerHTML = ${JSON.stringify(tag(attributes)).replaceAll('</', '<\\/')};
  var script = document.createElement('script');
  Array.from(box.content.firstChild.attributes).forEach(function (pair) { script.setAttribute(pair.name, pair.value); });
  document.head.append(script);
});</script>`;
const AT_ONCE = 'function (add) { add(); }';
const AFTER_LOAD = "function (add) { addEventListener('load', add); }";

/** Visits a page whose tag may come at any time. */
async function visit(visitor, spec) {
  await visitor.visit(spec, { ready: false });
  await visitor.until(() => visitor.eval(() => Boolean(window.optgate?.ready?.then)), 'the tag to run');
  await visitor.eval(() => window.optgate.ready.then(() => true));
}

/** Another host that serves one copy to many sites. */
const CENTRAL = 'https://example.test';

const late = (how, head) => ({
  title: `${how}: marked content is closed, the answer obeyed, and the developer told`,
  async run(visitor) {
    await visit(visitor, html(head, LATE_BODY));
    await assertWorks(visitor);
    assert.deepEqual([await told(visitor, 'late'), await told(visitor, 'unmarked')], [1, 0]);
    await visitor.settle();
    visitor.mark();
    await visitor.eval(() => window.optgate.withdraw());
    await visitor.reload({ ready: false });
    await visitor.silent('after a withdrawal');
  },
});

export default [
  late('deferred', tag({ defer: true })),
  late('async', tag({ async: true })),
  late('appended by a script of the head', appended(AT_ONCE)),
  late('appended after the page has loaded', appended(AFTER_LOAD)),
  {
    title: 'what a late tag finds unmarked it closes, and tells "late" for each: the browser may have been there',
    async run(visitor) {
      const body = `<img id="image" alt="" src="https://www.google-analytics.com/early.gif">
        <iframe id="film" title="Film" src="https://www.youtube.com/embed/${FIRST}"></iframe><p id="end">Ende</p>`;
      await visit(visitor, html(appended(AFTER_LOAD), body));
      for (const place of ['early.gif', FIRST]) await visitor.diagnosed('late', place);
      await visitor.appears('optgate-frame#film [data-optgate="play"]');
      assert.equal(await visitor.eval(() => document.querySelector('#image').hasAttribute('src')), false);
      await visitor.settle();
      visitor.mark();
      await visitor.eval(() => {
        const image = document.createElement('img');
        image.src = 'https://www.google-analytics.com/afterwards.gif';
        document.body.append(image);
      });
      await visitor.silent('from the tag on');
      await visitor.press('optgate-banner [data-optgate="accept"]');
      await visitor.contacted('www.google-analytics.com', ({ path }) => path === '/afterwards.gif');
      // This one the browser has already, so nothing need be fetched again.
      assert.match(await visitor.eval(() => document.querySelector('#image').src), /early\.gif$/);
    },
  },
  {
    title: 'in the body it works, and the developer is told',
    async run(visitor) {
      await visit(visitor, html('', `${BODY}${tag()}<p>Danach</p>`));
      await assertWorks(visitor);
      assert.equal(await told(visitor, 'body-tag'), 1);
    },
  },
  {
    title: 'twice, and once more from another copy: one runs, each other one is reported',
    async run(visitor) {
      const copy = `${CENTRAL}/optgate.js?copy`;
      await visit(visitor, html(tag() + tag({ 'data-lang': 'en' }), `${BODY}${tag({ src: copy, 'data-google': 'G-OTHER' })}`));
      assert.equal(await told(visitor, 'second-tag'), 2);
      await visitor.silent('before the answer');
      await visitor.appears('optgate-banner');
      assert.equal(await visitor.eval(() => document.querySelectorAll('optgate-banner').length), 1);
      await assertWorks(visitor);
      await visitor.settle();
      assert.equal(visitor.requests('www.googletagmanager.com').length, 1, 'Google is loaded once');
      assert.equal(visitor.requests('www.googletagmanager.com')[0].path.includes('G-OTHER'), false);
    },
  },
  {
    title: 'from another host that sends no header for its texts: it works, but preferences do not open, and that is told',
    async run(visitor) {
      await visit(visitor, html(tag({ src: `${CENTRAL}/optgate.js` })));
      await visitor.press('optgate-banner [data-optgate="preferences"]');
      await visitor.diagnosed('file-missing', 'optgate.more.json');
      await assertWorks(visitor);
    },
  },
  {
    title: "from another host with Access-Control-Allow-Origin: preferences open, integrity is checked, the answer is the page's",
    async run(visitor) {
      visitor.site.share();
      const integrity = Site.integrity(Site.product());
      await visit(visitor, html(tag({ src: `${CENTRAL}/optgate.js`, crossorigin: 'anonymous', integrity })));
      await visitor.press('optgate-banner [data-optgate="preferences"]');
      await visitor.appears('optgate-preferences [data-optgate="save"]');
      await visitor.press('optgate-preferences [data-optgate="close"]');
      await assertWorks(visitor);
      assert.equal((await visitor.status()).domain, 'test.localhost');
      const fetched = visitor.site.requests.filter(({ path }) => /^\/optgate\./.test(path));
      assert.ok(fetched.every(({ host }) => host === 'example.test'), "nothing is sought on the page's own host");
      assert.ok(fetched.every(({ cookie }) => cookie === ''), 'no cookie goes along');
    },
  },
  {
    title: 'a form called optgate with a field called ready does not stand in its way',
    async run(visitor) {
      const body = `<form id="optgate"><input name="ready"><input name="version"></form>${BODY}`;
      await visit(visitor, html('', `${body}${tag()}`));
      assert.equal(await told(visitor, 'second-tag'), 0);
      await assertWorks(visitor);
    },
  },
  ...['the tag', 'the module'].map((first) => ({
    title: `tag and ES module on one page: ${first} comes first and runs, the other one tells the developer and does nothing`,
    async run(visitor) {
      const start = `<script type="module">import { start } from '/esm/optgate.js';
        window.__started = [start({ google: '${GOOGLE}', controller: 'Muster GmbH' }), start()];</script>`;
      const second = `<script defer src="/optgate.js" data-google="${GOOGLE}" data-controller="Muster GmbH"></script>`;
      await visit(visitor, html(first === 'the tag' ? tag() + start : start + second, LATE_BODY));
      await visitor.diagnosed('second-tag');
      assert.equal(await told(visitor, 'second-tag'), 1);
      assert.ok(await visitor.eval(() => window.__started.every((api) => api === window.optgate)), 'one object');
      await visitor.appears('optgate-banner');
      assert.equal(await visitor.eval(() => document.querySelectorAll('optgate-banner').length), 1);
      await assertWorks(visitor);
    },
  })),
];
