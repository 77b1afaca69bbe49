// Nothing of the page moves: not when placeholders come, and not when one is pressed, whether the page's sheets can be
// read or not.
import assert from 'node:assert/strict';

import { WHOLE } from '../lib/page.mjs';

const id = (name) => name.padEnd(11, '0');

/** What sites write about their frames. */
const RULES = `
  html { overflow-y: scroll; }
  body { margin: 0 auto; padding: 0 16px; max-width: 960px; font: 16px/1.5 sans-serif; }
  iframe { max-width: 100%; border: 0; }
  .wrap { position: relative; height: 0; padding-bottom: 56.25%; overflow: hidden; }
  .wrap iframe { position: absolute; top: 0; left: 0; width: 100%; height: 100%; }
  .grid { display: grid; grid-template-columns: repeat(3, 1fr); gap: 12px; }
  .grid > iframe { width: 100%; height: auto; aspect-ratio: 16 / 9; }
  .row { display: flex; gap: 12px; align-items: flex-start; }
  .row iframe { flex: 2 1 300px; min-height: 180px; }
  .row p { flex: 1 1 200px; }
  iframe.left { float: left; width: 320px; height: 180px; margin: 0 16px 8px 0; border-radius: 8px; }
  figure iframe { display: block; width: 80%; height: 240px; margin: 0 auto; }
  .inline iframe { vertical-align: middle; margin: 4px; }
  .ratio iframe { width: 100%; aspect-ratio: 4 / 1; }
  @layer page { iframe.layered { width: 90%; height: 140px; } }
  .column { display: flex; flex-direction: column; }
  .column iframe { height: 120px; }
  .halves { display: grid; grid-template-columns: 1fr 1fr; }
  .shy > :not(p, iframe) { margin-left: 40px; }
  .shy iframe:not(.my-iframe) { margin-top: 6px; }`;

const film = (name, attributes = '') =>
  `<iframe data-purpose="media" data-src="https://www.youtube.com/embed/${id(name)}" title="${name}" ${attributes}></iframe>`;

/** Where people put frames, by the name of the film in it. */
const PLACES = {
  wrap: `<div class="wrap">${film('wrap', 'width="560" height="315"')}</div>`,
  grid: `<div class="grid">${film('grid')}<p>Zwei</p><p>Drei</p></div>`,
  row: `<div class="row">${film('row', 'width="560" height="315"')}<p>Text daneben, der umbricht, wenn er muss.</p></div>`,
  left: `<div>${film('left', 'class="left"')}<p>Text, der den Film umfliesst. ${'Und so weiter. '.repeat(40)}</p></div><hr style="clear:both">`,
  figure: `<figure>${film('figure', 'width="640" height="360"')}<figcaption>Eine Abbildung</figcaption></figure>`,
  inline: `<p class="inline">Davor ${film('inline', 'width="200" height="120"')} danach.</p>`,
  bare: film('bare'),
  ratio: `<div class="ratio">${film('ratio')}</div>`,
  layered: film('layered', 'class="layered" width="560" height="315"'),
  column: `<div class="column">${film('column')}</div>`,
  halves: `<div class="halves"><div>${film('halves', 'width="560" height="160"')}</div><p>Text daneben.</p></div>`,
  right: `<div>Davor ${film('right', 'align="right" width="250" height="160"')} danach.<br clear="all"></div>`,
  shy: `<div class="shy">${film('shy', 'width="280" height="160"')}</div>`,
};

const BODY = `<h1>Filme</h1>${Object.values(PLACES).join('<p>Dazwischen.</p>')}
  <p>Der empfohlene Weg:</p><optgate-frame data-provider="youtube" data-video="${id('own')}"><a
  href="https://www.youtube.com/watch?v=${id('own')}">Film</a></optgate-frame>
  <p id="end">Ende.</p><p style="height:100vh">`;

const FILMS = [...Object.keys(PLACES), 'own'];
const NARROW = 500;
const GOOGLE_ASKS_NOT = { 'data-google': false };

/** A page by where its rules stand; `sheet` is put on another origin, which takes its time. */
const PAGES = {
  // A frame in a flex row shrinks to 300 pixels by itself, a placeholder to nothing (ARCHITECTURE.md, "What misses").
  'a page whose sheets can be read': { head: `<style>${RULES} .row iframe { min-width: 0; }</style>` },
  'a page with a sheet of another origin': {
    head: '<link rel="stylesheet" href="http://static.localhost/site.css">',
    delay: 0,
  },
  'a page with a sheet of another origin that comes late': {
    head: '<link rel="stylesheet" href="http://static.localhost/site.css">',
    delay: 600,
  },
};

/** The boxes of everything but what stands in placeholders. */
const boxes = (visitor) =>
  visitor.eval(() =>
    Object.fromEntries(
      [...document.querySelectorAll('body *:not(optgate-frame *)')].map((element, at) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        const name = `${at} ${element.localName} ${element.dataset.video ?? element.id}`.trim();
        return [name, [x + scrollX, y + scrollY, width, height].map((side) => Math.round(side * 10) / 10).join(' ')];
      }),
    ),
  );

/** The boxes of the frames in a page without the tag. */
const frames = (visitor) =>
  visitor.eval(() =>
    [...document.querySelectorAll('iframe,optgate-frame[data-optgate-box]')].map((frame) => {
      const { x, y, width, height } = frame.getBoundingClientRect();
      return [x + scrollX, y + scrollY, width, height].map(Math.round).join(' ');
    }),
  );

function put(visitor, { delay }) {
  if (delay !== undefined) {
    visitor.site.put('static.localhost', '/site.css', { html: RULES, headers: { 'content-type': 'text/css' }, delay });
  }
}

const ready = (visitor) =>
  visitor.until(
    async () => (await visitor.eval(() => document.querySelectorAll('.optgate-player').length)) === FILMS.length,
    'all placeholders',
  );

const kept = Object.entries(PAGES).map(([name, page]) => ({
  title: `on ${name} nothing moves, neither when placeholders come nor after a press`,
  async run(visitor) {
    put(visitor, page);
    // The same page without the tag, its frames empty: that is where everything has to stand.
    const html = `<!doctype html><html lang="de"><head><meta charset="utf-8"><title>-</title>${WHOLE}${page.head}</head><body>${BODY}</body></html>`;
    await visitor.visit({ html }, { ready: false });
    await visitor.settle();
    const wanted = await frames(visitor);
    const { innerWidth: width, innerHeight: height } = await visitor.eval(() => ({ innerWidth, innerHeight }));
    await visitor.resize(NARROW, height);
    const narrow = await frames(visitor);
    await visitor.resize(width, height);
    await visitor.visit({ attributes: GOOGLE_ASKS_NOT, head: WHOLE + page.head, body: BODY });
    await ready(visitor);
    await visitor.settle();
    assert.deepEqual(await frames(visitor), wanted, 'the boxes of the frames that were there');
    if (visitor.engine === 'chromium') assert.deepEqual(await visitor.layoutShifts(), [], 'layout shifts');
    const before = await boxes(visitor);
    for (const film of FILMS) {
      const frame = `optgate-frame[data-video="${id(film)}"]`;
      visitor.mark();
      await visitor.press(`${frame} .optgate-player > button`);
      await visitor.settle();
      assert.deepEqual(await boxes(visitor), before, `the first press on ${film}`);
      // In a small box it has opened the notice.
      const own = `${frame} .optgate-player > div > button`;
      if (await visitor.sees(own)) await visitor.press(own);
      await visitor.contacted('www.youtube-nocookie.com', ({ path }) => path.startsWith(`/embed/${id(film)}`));
      await visitor.settle();
      assert.deepEqual(await boxes(visitor), before, `after ${film}`);
    }
    if (visitor.engine === 'chromium') assert.deepEqual(await visitor.layoutShifts(), [], 'layout shifts after presses too');
    await visitor.reload();
    await ready(visitor);
    await visitor.resize(NARROW, height);
    await visitor.settle();
    assert.deepEqual(await frames(visitor), narrow, 'the boxes in a narrow window');
    await visitor.noErrors();
  },
}));

/** Tabs, as sites write them: in a sheet of their own, beside another host's with fonts. */
const TABS = `
  .pane iframe { display: none; border: 0; width: 100%; height: 150px; }
  .pane.on iframe { display: block; }`;

export default [
  ...kept,
  {
    title: 'beside a sheet of another origin that says nothing of frames a box follows the rules of the page',
    async run(visitor) {
      visitor.site.put('static.localhost', '/site.css', { html: 'i { color: red }', headers: { 'content-type': 'text/css' } });
      const body = `<div class="pane" id="tab">${film('tab', 'width="560"')}</div>`;
      await visitor.visit({ head: `${PAGES['a page with a sheet of another origin'].head}<style>${TABS}</style>`, body });
      await visitor.until(() => visitor.eval(() => document.querySelector('optgate-frame .optgate-player')), 'the placeholder');
      await visitor.settle();
      const opened = await visitor.eval(() => {
        const tab = document.getElementById('tab');
        tab.className = 'pane on';
        const { width, height } = tab.firstElementChild.getBoundingClientRect();
        return [width === tab.clientWidth, height];
      });
      assert.deepEqual(opened, [true, 150]);
      await visitor.noErrors();
    },
  },
  {
    title: 'a page that puts sheets of its own in the place of all that were adopted takes no look away',
    async run(visitor) {
      const head = '<script>document.adoptedStyleSheets = [new CSSStyleSheet()];</script>';
      await visitor.visit({ head, body: BODY });
      await visitor.appears('optgate-banner');
      const look = (selector) => getComputedStyle(document.querySelector(selector)).position;
      assert.equal(await visitor.eval(look, 'optgate-banner'), 'fixed');
      assert.equal(await visitor.eval(look, '.optgate-player'), 'absolute');
    },
  },
];
