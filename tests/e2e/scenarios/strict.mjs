// The strictest content security policy that a site may have: nonces alone, and Trusted Types without a policy. What needs
// no exception works without a single violation; what needs one works with exactly what the README says.
import assert from 'node:assert/strict';

import { FIRST, GOOGLE, tag } from '../lib/page.mjs';
import { CONTROL } from '../lib/recorder.mjs';

const NONCE = 'r4nd0m';

const policy = (more = {}) =>
  Object.entries({
    'default-src': "'self'",
    'script-src': `'nonce-${NONCE}' 'wasm-unsafe-eval'`,
    'style-src': `'nonce-${NONCE}'`,
    'require-trusted-types-for': "'script'",
    'trusted-types': "'none'",
    ...more,
    'report-uri': '/-/violation',
  })
    .map((pair) => pair.join(' '))
    .join('; ');

/** What the README tells an owner to add for Google Analytics and for YouTube's player. */
const ADDITIONS = {
  'trusted-types': 'optgate',
  'script-src': `'nonce-${NONCE}' 'wasm-unsafe-eval' https://www.googletagmanager.com`,
  'connect-src': "'self' https://*.google-analytics.com https://*.analytics.google.com https://*.googletagmanager.com",
  'img-src': "'self' https://*.google-analytics.com https://*.googletagmanager.com",
  'frame-src': 'https://www.youtube-nocookie.com',
};

/** A script of the page says `word`. */
const say = (word) => `(window.__said = window.__said || []).push(${JSON.stringify(word)});`;
const marked = `type="text/plain" data-purpose="analytics" nonce="${NONCE}"`;

const html = (attributes, body, before = '') => `<!doctype html><html lang="de"><head>
<script nonce="${NONCE}">window.__violations = [];
document.addEventListener('securitypolicyviolation', function (event) {
  window.__violations.push(event.effectiveDirective + ' ' + event.blockedURI);
});</script><script nonce="${NONCE}" src="/-/listen.js"></script>${before}
${tag({ 'data-google': false, nonce: NONCE, ...attributes })}
<meta charset="utf-8"><title>Streng</title></head><body><h1>Streng</h1>${body}</body></html>`;

/** A page with all that a site may have of ours, the last script at its very end. */
const BODY = `
<script ${marked}>${say('inline')}</script>
<script ${marked} src="/said.js"></script>
<script ${marked} data-type="module" src="/said.js?module"></script>
<script nonce="${NONCE}">document.title += ', and a script of its own';</script>
<optgate-frame data-provider="youtube" data-video="${FIRST}" data-title="Film"><a href="/film">Film</a></optgate-frame>
<iframe data-purpose="media" title="Film" width="400" height="300" data-src="https://www.youtube.com/embed/${FIRST}"></iframe>
<div data-optgate="status"></div><div data-optgate="services"></div>
<label><input type="checkbox" data-optgate="purpose:analytics"> Statistik</label>
<template data-purpose="analytics"><p class="stamped">Gestempelt</p></template>
<img alt="" data-purpose="analytics" data-src="/-/none.gif">
<script ${marked}>${say('last')}</script>`;

const visit = async (visitor, attributes, body, { before, ...more } = {}) => {
  const says = { headers: { 'content-type': 'text/javascript' } };
  visitor.site.put('test.localhost', '/said.js', { html: say('src'), ...says });
  const headers = { 'content-security-policy': policy(more) };
  await visitor.visit({ html: html(attributes, body, before), headers });
};

const violations = (visitor) => visitor.eval(() => window.__violations);

/** Asserts that no violation was told or reported, and that one would have been. */
async function assertClean(visitor) {
  assert.deepEqual(await violations(visitor), [], 'violations');
  const reports = () => visitor.site.requests.filter(({ path }) => path === '/-/violation');
  assert.equal(reports().length, 0, 'reports');
  await visitor.eval(() => {
    document.body.append(Object.assign(new Image(), { src: 'https://control.example/' }));
  });
  await visitor.until(() => reports().length > 0, 'the report of a violation');
  assert.deepEqual(await violations(visitor), ['img-src https://control.example/']);
  assert.equal(reports().length, 1);
  await visitor.noErrors();
}

/** Changes the page's own switch. */
const flip = (visitor) => visitor.eval(() => document.querySelector('label [data-optgate="purpose:analytics"]').click());

const told = (visitor, words) =>
  visitor
    .until(() => visitor.eval((all) => `${window.__said}` === `${all}`, words), 'the scripts to run')
    .catch(async () => assert.deepEqual(await visitor.eval(() => ({ said: window.__said, violations: window.__violations })), { said: words, violations: [] }));

export default [
  {
    title: 'banner, answer, preferences, switches and parsed scripts: not a single violation',
    async run(visitor) {
      await visit(visitor, { 'data-purposes': 'analytics' }, BODY);
      await visitor.appears('optgate-frame [data-optgate="play"]');
      await visitor.press('optgate-banner [data-optgate="preferences"]');
      await visitor.appears('optgate-preferences [data-optgate="save"]');
      await visitor.press('optgate-preferences [data-optgate="close"]');
      await visitor.press('optgate-banner [data-optgate="accept"]');
      await told(visitor, ['inline', 'src', 'src', 'last']);
      await visitor.until(() => visitor.eval(() => document.querySelectorAll('.stamped').length === 1), 'the template');
      await visitor.appears('optgate-button');
      const look = await visitor.eval(() => getComputedStyle(document.querySelector('optgate-button')).position);
      assert.equal(look, 'fixed', 'the style sheet holds');
      await visitor.until(() => visitor.eval(() => document.querySelectorAll('[data-optgate=services] tr').length > 1), 'the table');
      await flip(visitor);
      assert.equal(await visitor.standing('analytics'), 'withdrawn visitor');
      await visitor.reload();
      await flip(visitor);
      await told(visitor, ['inline', 'src', 'src', 'last']);
      await visitor.reload();
      await told(visitor, ['inline', 'src', 'src', 'last']);
      await assertClean(visitor);
    },
  },
  {
    title: "without a policy of ours Google's tag and scripts in data-src stay closed, and the developer is told",
    async run(visitor) {
      const body = `<script ${marked} data-src="/said.js"></script><iframe id="doc" title="Karte" width="9" height="9" data-purpose="analytics"
        data-srcdoc="<p>Karte</p>"></iframe><script ${marked}>${say('parsed')}</script>`;
      await visit(visitor, { 'data-google': GOOGLE }, body);
      await visitor.press('optgate-banner [data-optgate="accept"]');
      await told(visitor, ['parsed']);
      await visitor.diagnosed('blocked', 'googletagmanager');
      await visitor.diagnosed('blocked', 'said.js');
      await visitor.diagnosed('blocked', 'srcdoc');
      assert.equal(await visitor.standing('analytics'), 'given visitor');
      await visitor.press('optgate-button [data-optgate="preferences"]');
      await visitor.appears('optgate-preferences [data-optgate="save"]');
      await visitor.noErrors();
    },
  },
  {
    title: "with what the README adds to it Google's tag, its hits, held scripts and a player load: not a single violation",
    async run(visitor) {
      const body = `<script ${marked} data-src="/said.js"></script><script ${marked} data-src="/said.js?module" data-type="module"></script>
        <optgate-frame data-provider="youtube" data-video="${FIRST}" data-title="Film"><a href="/film">Film</a></optgate-frame><div id="late"></div>`;
      await visit(visitor, { 'data-google': GOOGLE }, body, ADDITIONS);
      await visitor.press('optgate-frame [data-optgate="play"]');
      await visitor.contacted('www.youtube-nocookie.com', ({ path }) => path.includes(FIRST));
      await visitor.press('optgate-banner [data-optgate="accept"]');
      await told(visitor, ['src', 'src']);
      await visitor.eval((nonce) => {
        const late = document.createElement('script');
        late.type = 'text/plain';
        Object.assign(late.dataset, { purpose: 'analytics', src: '/said.js?late' });
        late.nonce = nonce;
        document.getElementById('late').append(late);
      }, NONCE);
      await told(visitor, ['src', 'src', 'src']);
      await visitor.contacted('www.google-analytics.com', ({ path }) => path.includes('en=page_view'));
      assert.equal((await visitor.google()).loads, 1);
      await assertClean(visitor);
      // The closing marker is a picture, which this page may not load.
      await visitor.visit({ html: '<!doctype html><title>Fertig</title><link rel="icon" href="data:,">' }, { ready: false });
    },
  },
  {
    title: 'what a script of the page gives keeps the trust it has: a text stays refused, an address of its own policy loads',
    async run(visitor) {
      await visit(visitor, { 'data-google': GOOGLE }, '<p>Fremd</p>', {
        ...ADDITIONS,
        'trusted-types': 'optgate own',
        'script-src': `${ADDITIONS['script-src']} https://*.google-analytics.com`,
        'img-src': `https://*.${CONTROL}`,
      });
      const insert = () =>
        visitor.eval(() => {
          const own = window.__own ??= window.trustedTypes?.createPolicy('own', { createHTML: String, createScriptURL: String });
          const script = (address) => {
            const made = document.createElement('script');
            made.src = address;
            document.body.append(made);
          };
          script(own ? own.createScriptURL('https://own.google-analytics.com/a.js') : 'https://own.google-analytics.com/a.js');
          try {
            script('https://text.google-analytics.com/a.js');
          } catch { /* once it is given the page hears it as ever */ }
          const box = document.createElement('p');
          const link = '<a href="https://www.youtube.com/@muster">Kanal</a>';
          box.innerHTML = own ? own.createHTML(link) : link;
          return [Boolean(own), box.innerHTML === link];
        });
      const [enforced, linked] = await insert();
      assert.ok(linked, 'what needs no closing stays as it was given');
      await visitor.press('optgate-banner [data-optgate="accept"]');
      await visitor.contacted('own.google-analytics.com');
      if (enforced) {
        await visitor.diagnosed('blocked', 'text.google-analytics');
        await visitor.untouched(/^text/, 'a text');
      }
      await visitor.noErrors();
    },
  },
];
