// Style sheets that mean no good, and pages that are built in unusual ways: what is ours looks as it does on a plain page and
// can be pressed, and what is the page's is as it was without the tag.
import assert from 'node:assert/strict';

import { differences, lines } from '../lib/looks.mjs';
import { FIRST, page, tag } from '../lib/page.mjs';

/** Letters and the placeholder's box are the same everywhere, so that what is inside can be compared. */
const BASE = `<style>
  :root { --optgate-font: sans-serif; scrollbar-width: none !important }
  optgate-frame { display: block !important; position: relative !important; width: 320px !important; height: 240px !important; margin: 0 !important }
</style>`;
const FILM = `<optgate-frame data-provider="youtube" data-video="${FIRST}" data-title="Film"><a href="/film">Film</a></optgate-frame>`;
const TEXT = `<header><h1>Muster</h1></header><main><p>Text with <a href="#here">a link</a>.</p><ul><li>One<li>Two</ul><button type="button">Press</button></main>
<footer><details open><summary>More</summary><p>Inside</p></details></footer>`;

/** What a page does: its sheet, and what more stands in its body; `bent`: the placeholder, which is in the page, is bent with it. */
const PAGES = {
  'a transformed body': { sheet: 'body { transform: translate(40px, 60px) scale(.8); filter: sepia(1); perspective: 400px; contain: paint; overflow: hidden; height: 300px }', bent: true },
  'a transformed root': { sheet: 'html { transform: rotate(3deg); filter: blur(2px); opacity: .4; pointer-events: none; user-select: none; visibility: hidden; letter-spacing: .3em; text-align: right; cursor: wait }', bent: true },
  'rules for siblings': { sheet: 'body > * + * { margin-top: 4rem } html > * { margin: 2rem; border: 3px solid red } body:last-child { color: green } :first-child { text-indent: 2em }' },
  'everything unset': { sheet: '* { all: unset !important }' },
  'no buttons': { sheet: 'button, a, input, [role=region], [popover], dialog, [class^=optgate] { display: none !important }' },
  'a layer above all': {
    sheet: '#above { position: fixed; inset: 0; z-index: 2147483647 !important; background: #0f08 } * { z-index: 2147483647 !important; position: relative !important }',
    more: '<div id="above"></div>',
  },
  'additions everywhere': {
    sheet: `*::before, *::after { content: "↗" !important; position: fixed !important; inset: 0 !important; font-size: 90px !important; background: red !important; z-index: 9 !important }
      ::backdrop { background: red !important; opacity: 1 !important; pointer-events: auto !important; display: block !important }
      *::first-letter { font-size: 5em !important; float: left !important; color: red !important } *::first-line { color: red !important; font-size: 3em !important }`,
  },
  'colours and letters of its own': { sheet: '* { color: red !important; background: red !important; font: 40px serif !important }' },
  'a tiny root': { sheet: 'html { font-size: 30% } body { font-size: 5rem; line-height: 3; word-spacing: 1em; text-transform: uppercase }' },
  'everything moves': { sheet: '@keyframes away { to { transform: translateX(4000px); opacity: 0 } } * { animation: away 1ms infinite alternate !important; transition: all 9s !important; scale: .5 !important; clip-path: inset(50%) !important }', bent: true, moves: true },
};

const build = ({ sheet = '', more = '' }, film) => ({ head: `<style>${sheet}</style>${BASE}`, body: `${TEXT}${more}${film}`, lang: 'en' });

/** Everything of ours one after the other, as `lines`; pressed on the way. */
async function everything(visitor, where, bent) {
  await visitor.fresh();
  await visitor.visit(where);
  const seen = {};
  const look = async (name, selector) => {
    await visitor.until(() => visitor.eval((wanted) => document.querySelector(wanted) !== null, selector), selector);
    await visitor.eval(() => document.activeElement.blur());
    await visitor.tab.moveTo(1, 1);
    seen[name] = await visitor.eval(lines, selector);
  };
  await look('banner', 'optgate-banner');
  if (!bent) await look('placeholder', '.optgate-player');
  await visitor.press('optgate-banner [data-optgate="preferences"]');
  await look('preferences', 'optgate-preferences');
  await visitor.press('optgate-preferences [data-optgate="close"]');
  await visitor.press('optgate-banner [data-optgate="reject"]');
  await look('re-open button', 'optgate-button');
  await visitor.press('optgate-button button');
  await visitor.press('optgate-preferences [data-optgate="close"]');
  return seen;
}

const known = new Map();

/** The same on a page without any sheet; told once in a worker, since it takes as long as what is compared with it. */
async function plainly(visitor, bent) {
  if (!known.has(bent)) known.set(bent, await everything(visitor, build({}, FILM), bent));
  return known.get(bent);
}

const SHUT = 'optgate-preferences';

/** The page's own, as `lines`: without the tag, then in each of our states. */
async function untouched(visitor, spec) {
  const { html } = page({ ...build(spec, '') });
  assert.ok(html.includes(tag()));
  await visitor.fresh();
  await visitor.visit(visitor.place({ html: html.replace(tag(), '') }), { ready: false });
  const was = await visitor.eval(lines);
  assert.ok(was.length > 2000, `the page is told in ${was.length} lines`);
  await visitor.visit(visitor.place({ html }));
  const same = async (selector) => {
    await visitor.until(() => visitor.eval((wanted) => document.querySelector(wanted) !== null, selector), selector);
    assert.deepEqual(differences(was, await visitor.eval(lines)), [], `the page's own, with ${selector}`);
  };
  await same('optgate-banner');
  await visitor.eval(() => window.optgate.preferences());
  await same(SHUT);
  await visitor.eval((name) => document.querySelector(`${name} dialog`).close(), SHUT);
  await visitor.eval(() => window.optgate.refuse());
  await same('optgate-button');
}

/** A page with a modal dialog of its own, and a button that opens it. */
const MODAL = (opens) => ({
  lang: 'en',
  body: `${TEXT}<button id="open" type="button" onclick="own.showModal()">Open</button>
<dialog id="own" style="height: 300px"><p>The page's own</p><button id="shut" type="button" onclick="own.close()">Close</button></dialog><script>if (${opens}) own.showModal()</script>`,
});

const sheets = Object.entries(PAGES).flatMap(([name, spec]) => [
  {
    title: `${name}: what is ours looks as on a plain page, and can be pressed`,
    async run(visitor) {
      const plain = await plainly(visitor, spec.bent);
      const here = await everything(visitor, build(spec, FILM), spec.bent);
      for (const [view, was] of Object.entries(plain)) {
        assert.ok(was.length > 300, `${view} is told in ${was.length} lines`);
        assert.deepEqual(differences(was, here[view]), [], view);
      }
    },
  },
  ...(spec.moves ? [] : [{
    title: `${name}: what is the page's stays as it is without the tag`,
    run: (visitor) => untouched(visitor, spec),
  }]),
]);

export default [
  ...sheets,
  {
    title: 'a modal dialog of the page that stands first: the banner waits for its close, and can be pressed then',
    async run(visitor) {
      await visitor.visit(MODAL(true));
      await visitor.until(() => visitor.eval(() => document.querySelector('optgate-banner') !== null), 'the banner');
      assert.equal(await visitor.sees('optgate-banner [data-optgate="reject"]'), false, 'it would lie above, and be dead');
      await visitor.press('#shut');
      await visitor.press('optgate-banner [data-optgate="reject"]');
      await visitor.until(async () => (await visitor.cookie('cookieconsent_status')) === 'deny', 'the answer');
      await visitor.noErrors();
    },
  },
  {
    title: 'a modal dialog of the page that opens over the banner: it can be pressed, and the banner afterwards',
    async run(visitor) {
      await visitor.visit(MODAL(false));
      await visitor.appears('optgate-banner');
      await visitor.press('#open');
      await visitor.press('#shut');
      await visitor.press('optgate-banner [data-optgate="preferences"]');
      await visitor.press('optgate-preferences [data-optgate="close"]');
      await visitor.press('optgate-banner [data-optgate="accept"]');
      await visitor.until(async () => (await visitor.cookie('cookieconsent_status')) === 'allow', 'the answer');
      await visitor.noErrors();
    },
  },
  {
    title: 'preferences that are opened by a link in a modal dialog of the page stand above it',
    async run(visitor) {
      const page = MODAL(true);
      page.body = page.body.replace('<p>The page', '<a href="#optgate-preferences">Settings</a><p>The page');
      await visitor.visit(page);
      await visitor.press('#own a');
      await visitor.press('optgate-preferences [data-optgate="accept"]');
      await visitor.press('#shut');
      await visitor.press('optgate-button button');
      await visitor.press('optgate-preferences [data-optgate="reject"]');
      await visitor.until(async () => (await visitor.cookie('cookieconsent_status')) === 'deny', 'the answer');
      await visitor.noErrors();
    },
  },
  {
    title: 'a placeholder in a box that the page made static stays in that box',
    async run(visitor) {
      await visitor.visit({
        head: '<style>.film iframe { position: static; width: 300px; height: 200px }</style>',
        body: `${TEXT}<div class="film"><iframe frameborder="0" data-purpose="media" data-src="https://www.youtube.com/embed/${FIRST}"></iframe></div>`,
      });
      await visitor.appears('.optgate-player');
      const sizes = await visitor.eval(() => ['optgate-frame', '.optgate-player'].map((each) => {
        const { x, y, width, height } = document.querySelector(each).getBoundingClientRect();
        return [x, y, width, height].join(' ');
      }));
      assert.equal(sizes[0], sizes[1]);
      assert.match(sizes[0], / 300 200$/);
    },
  },
];
