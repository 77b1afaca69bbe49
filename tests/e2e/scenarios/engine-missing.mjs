// WebAssembly is refused, missing, or traps: marked content stays closed, the page whole, the API callable.
import assert from 'node:assert/strict';

import { MEMBERS, tag } from '../lib/page.mjs';

const CLOSED_BODY = `<h1>Muster GmbH</h1>
<script type="text/plain" data-purpose="analytics" src="/-/ran.js"></script>
<img alt="" data-purpose="analytics" data-src="https://pixel.example/p.gif">
<iframe data-purpose="media" title="Film" data-src="https://www.youtube.com/embed/firstvideo1"></iframe>
<optgate-frame data-provider="youtube" data-video="secondvide2"><a href="/film">Der Film</a></optgate-frame>
<p id="end">Ende der Seite.</p>`;

/** Every member of the API, used as a site would; none may throw, and nothing may open. */
async function assertClosed(visitor, state) {
  const ready = await visitor.eval(() => window.optgate.ready);
  assert.equal(ready.state, state);
  assert.equal(typeof ready.reason, 'string');
  const answers = await visitor.eval(() => {
    const { optgate } = window;
    return {
      members: Object.keys(optgate).sort(),
      version: /^\d+\.\d+\.\d+/.test(optgate.version),
      nothing: [
        optgate.give(),
        optgate.give(['analytics', 'youtube']),
        optgate.refuse(),
        optgate.withdraw(),
        optgate.withdraw('media'),
        optgate.preferences(),
        optgate.scan(),
        optgate.scan(document.body),
        optgate.scan(document.createElement('div').attachShadow({ mode: 'open' })),
      ].filter((value) => value !== undefined),
      given: ['analytics', 'youtube', 'nonsense'].map((id) => optgate.given(id)),
      status: optgate.status(),
      receipt: optgate.receipt(),
    };
  });
  assert.deepEqual(answers, {
    members: MEMBERS,
    version: true,
    nothing: [],
    given: [false, false, false],
    status: { answered: false, time: null, revision: 1, domain: '', purposes: {}, services: {} },
    receipt: null,
  });
  await visitor.silent(`state ${state}`);
  assert.equal(await visitor.eval(() => typeof window.__ran), 'undefined', 'marked scripts stay closed');
  assert.equal(await visitor.sees('h1'), true, 'the page is whole');
  assert.equal(await visitor.eval(() => document.querySelector('#end').textContent), 'Ende der Seite.');
  assert.equal(await visitor.flag(), true, 'the flag of the opt-out');
  await visitor.diagnosed(state);
  await visitor.noErrors();
}

// Stands in for an engine that traps: from the moment `window.__trap` is set, each of its exports does.
const TRAP = `(function () {
  var Real = WebAssembly.Instance;
  function armed(real) {
    var exports = {};
    Object.keys(real.exports).forEach(function (name) {
      var value = real.exports[name];
      exports[name] = typeof value !== 'function' ? value : function () {
        if (window.__trap) throw new WebAssembly.RuntimeError('unreachable');
        return value.apply(null, arguments);
      };
    });
    return { exports: exports };
  }
  WebAssembly.Instance = function (module, imports) { return armed(new Real(module, imports)); };
  WebAssembly.Instance.prototype = Real.prototype;
})();`;

export default [
  {
    title: 'a CSP without wasm-unsafe-eval: closed, silent, whole, and nothing is stored',
    silence: true,
    async run(visitor) {
      const toggle = '<input id="switch" type="checkbox" data-optgate="purpose:analytics">';
      await visitor.visit({ body: toggle + CLOSED_BODY, headers: { 'content-security-policy': "script-src 'self'" } });
      await visitor.press('#switch');
      await assertClosed(visitor, 'closed');
      await visitor.storesNothing();
      assert.equal(await visitor.sees('optgate-frame a'), true, 'the plain link of a placeholder stays');
    },
  },
  {
    title: 'the same page with wasm-unsafe-eval runs, asks and opens',
    async run(visitor) {
      const policy = "script-src 'self' 'wasm-unsafe-eval' https://www.googletagmanager.com";
      await visitor.visit({ body: CLOSED_BODY, headers: { 'content-security-policy': policy } });
      assert.equal((await visitor.eval(() => window.optgate.ready)).state, 'open');
      await visitor.press('optgate-banner [data-optgate="accept"]');
      await visitor.contacted('www.google-analytics.com');
      await visitor.contacted('pixel.example');
      await visitor.until(() => visitor.eval(() => window.__ran === 1), 'the marked script to run once');
      await visitor.noErrors();
    },
  },
  {
    title: 'a strict policy with nonces: the tag runs, its style holds, Google loads',
    async run(visitor) {
      const nonce = 'r4nd0m';
      const policy = [
        "default-src 'self'; base-uri 'none'; object-src 'none'; img-src *; connect-src *",
        `script-src 'nonce-${nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'nonce-${nonce}'`,
      ].join('; ');
      const html = `<!doctype html><html lang="de"><head>
        <script nonce="${nonce}" src="/-/listen.js"></script>
        ${tag({ nonce })}
        <title>Streng</title></head><body><h1>Streng</h1></body></html>`;
      await visitor.visit({ html, headers: { 'content-security-policy': policy } });
      await visitor.silent('before the answer');
      await visitor.appears('optgate-banner [data-optgate="accept"]');
      assert.equal(
        await visitor.eval(() => getComputedStyle(document.querySelector('optgate-banner')).position),
        'fixed',
        'the style sheet holds',
      );
      await visitor.press('optgate-banner [data-optgate="accept"]');
      await visitor.contacted('www.google-analytics.com');
      await visitor.noErrors();
    },
  },
  {
    title: 'no WebAssembly at all: closed, silent and whole',
    async run(visitor) {
      await visitor.visit({ prelude: 'delete window.WebAssembly;', body: CLOSED_BODY });
      await assertClosed(visitor, 'closed');
      await visitor.storesNothing();
    },
  },
  {
    title: 'an engine that traps at its start is dead: closed, silent and whole',
    async run(visitor) {
      await visitor.visit({ prelude: `window.__trap = true;${TRAP}`, body: CLOSED_BODY });
      await assertClosed(visitor, 'dead');
      await visitor.storesNothing();
    },
  },
  {
    title: 'an engine that traps later is dead: later calls do nothing, the gate stays closed',
    async run(visitor) {
      await visitor.visit({ prelude: TRAP, body: CLOSED_BODY });
      assert.equal((await visitor.eval(() => window.optgate.ready)).state, 'open', 'it ran at first');
      await visitor.appears('optgate-banner [data-optgate="accept"]');
      await visitor.eval(() => {
        window.__trap = true;
      });
      await visitor.press('optgate-banner [data-optgate="accept"]');
      await visitor.until(
        async () => (await visitor.heard('diagnostic')).some(({ code }) => code === 'dead'),
        'the diagnostic',
      );
      await assertClosed(visitor, 'dead');
    },
  },
];
