// What a site's developer may get wrong: a diagnostic names the place, the page stays whole, the gate closed.
import assert from 'node:assert/strict';

import { block, BODY, GOOGLE, tag } from '../lib/page.mjs';

/** The page is whole, silent before an answer, and still works: accept reaches Google. */
async function assertSound(visitor, { asks = true } = {}) {
  await visitor.silent('before an answer');
  await visitor.storesNothing();
  assert.equal(
    await visitor.eval(() => document.querySelector('#end')?.textContent),
    'Ende der Seite.',
    'the page is whole',
  );
  assert.equal(await visitor.eval(() => typeof window.__analytics_ran), 'undefined', 'the gate is closed');
  assert.equal((await visitor.eval(() => window.optgate.ready)).state, 'open');
  if (asks) {
    await visitor.appears('optgate-banner [data-optgate="accept"]');
    await visitor.press('optgate-banner [data-optgate="accept"]');
    await visitor.contacted('www.google-analytics.com', ({ path }) => path.includes(`tid=${GOOGLE}`));
    assert.equal(await visitor.eval(() => window.__analytics_ran), 1);
  }
  await visitor.noErrors();
}

/** One mistake: the page, and the diagnostics that it must give, as `[code, place]`. */
const mistake = (title, spec, diagnostics, check = {}) => ({
  title,
  async run(visitor) {
    await visitor.visit(spec);
    for (const [code, place] of diagnostics) await visitor.diagnosed(code, place);
    await assertSound(visitor, check);
  },
});

/** A page written out, for tags in odd places. */
const html = (head, body) => `<!doctype html><html lang="de">
<head><script src="/-/listen.js"></script>${head}<title>Testseite</title><link rel="icon" href="data:,"></head>
<body>${body}</body></html>`;

export default [
  mistake('broken JSON', { config: '{ "revision": 2,' }, [['config-syntax', 'data-optgate']]),
  mistake('JSON that is no object', { config: '[1, 2]' }, [['wrong-type', '']]),
  mistake('JSON after the tag', { head: block({ revision: 7 }) }, [['config-late', 'data-optgate']]),
  mistake(
    'unknown keys',
    { config: { nonsense: 1, services: [{ id: 'counter', purpose: 'analytics', colour: 'red' }] } },
    [
      ['unknown-key', 'nonsense'],
      ['unknown-key', 'services[0].colour'],
    ],
  ),
  mistake('an unknown attribute', { attributes: { 'data-colour': 'red' } }, [['unknown-key', 'colour']]),
  mistake('wrong types', { config: { revision: 'two', days: true, languages: 3, texts: 3 } }, [
    ['wrong-type', 'revision'],
    ['wrong-type', 'days'],
    ['wrong-type', 'languages'],
    ['wrong-type', 'texts'],
  ]),
  mistake(
    'values out of range',
    { attributes: { 'data-days': '401', 'data-revision': '0', 'data-position': 'left' } },
    [
      ['out-of-range', 'days'],
      ['out-of-range', 'revision'],
      ['out-of-range', 'position'],
    ],
  ),
  mistake('an id that is no id beside one that is', { attributes: { 'data-google': `G-!! ${GOOGLE}` } }, [
    ['invalid-id', 'G-!!'],
  ]),
  mistake('a product that has ended', { attributes: { 'data-google': `UA-1234-5 ${GOOGLE}` } }, [
    ['ended-product', 'UA-1234-5'],
  ]),
  mistake('purposes with odd and reserved ids', { attributes: { 'data-purposes': 'Analytics all' } }, [
    ['invalid-id', 'Analytics'],
    ['reserved-word', 'all'],
  ]),
  mistake('a link that is a script', { attributes: { 'data-privacy': 'javascript:alert(1)' } }, [
    ['invalid-link', 'privacy'],
  ]),
  mistake('no links at all', { attributes: { 'data-privacy': false, 'data-imprint': false } }, []),
  mistake('nobody is named', { attributes: { 'data-controller': false } }, [['missing-controller', '']]),
  mistake('a purpose in the page that is not in use', {}, [['not-in-use', 'marketing']]),
  mistake('a key of a later version', { config: { posters: true } }, [['later', 'posters']]),
  mistake('two tags', { head: tag({ 'data-google': 'G-SECOND00000' }) }, [['second-tag', 'optgate.js']]),
  mistake('a tag in the body', { html: html('', `${tag()}${BODY}`) }, [['body-tag', '']]),
  mistake('an empty tag asks nothing and opens nothing', { attributes: { 'data-google': false } }, [], { asks: false }),
  {
    title: 'empty lists and objects are no mistake, but where a value is missing in a list',
    async run(visitor) {
      await visitor.visit({
        config: { services: [], purposes: [], languages: [], sites: [], gtm: {}, texts: {} },
      });
      await assertSound(visitor);
      const told = (await visitor.heard('diagnostic')).filter(({ where }) => !where.includes('data-purpose'));
      assert.deepEqual(told, []);
      await visitor.visit({ config: { sites: [{}, '/shop'] } });
      await visitor.diagnosed('wrong-type', 'sites[0]');
    },
  },
  {
    title: 'a deferred tag works on marked content',
    async run(visitor) {
      await visitor.visit({ attributes: { defer: true } });
      await assertSound(visitor);
    },
  },
  {
    title: 'a tag that runs late, behind unmarked content of a known host, says so',
    async run(visitor) {
      await visitor.visit({
        attributes: { defer: true },
        body: `<iframe title="Film" src="https://www.youtube.com/embed/firstvideo1"></iframe>${BODY}`,
      });
      await visitor.diagnosed('late');
      assert.equal(await visitor.eval(() => typeof window.__analytics_ran), 'undefined', 'the gate is closed');
      await visitor.noErrors();
    },
  },
  {
    title: 'a body that comes late: the banner waits for it, preferences() called before does not throw',
    async run(visitor) {
      await visitor.visit({
        html: html(`${tag()}<script>window.optgate.preferences();</script><script src="/-/slow"></script>`, BODY),
      });
      await visitor.appears('optgate-preferences [data-optgate="save"]');
      await visitor.silent('before an answer');
      assert.equal(await visitor.eval(() => document.body.querySelector('#end').textContent), 'Ende der Seite.');
      await visitor.noErrors();
    },
  },
  {
    title: 'a body that comes late: the banner appears and the page is whole',
    async run(visitor) {
      await visitor.visit({ html: html(`${tag()}<script src="/-/slow"></script>`, BODY) });
      await assertSound(visitor);
    },
  },
  {
    title: 'calls with odd arguments are reported and open nothing',
    async run(visitor) {
      await visitor.visit();
      await visitor.eval(() => {
        for (const odd of ['nonsense', ['nonsense'], [], 7, null, {}, [null], '']) {
          window.optgate.withdraw.call(null, odd === '' ? 'nonsense' : odd);
          window.optgate.given(odd);
          window.optgate.give(odd);
        }
        window.optgate.give(['nonsense']);
        window.optgate.give([]);
      });
      await visitor.diagnosed('unknown-id', 'nonsense');
      await visitor.silent('after odd calls');
      assert.equal(await visitor.eval(() => window.optgate.given('analytics')), false);
      await visitor.noErrors();
    },
  },
];
