// Pages full of videos: how much of ours stands on them does not depend on their number, no placeholder is ever drawn without its button, and
// work grows as their number does. How long it takes is for `cargo xtask bench` to tell.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { COUNTS, PAGES, visit } from './lib/scale.mjs';
import { open, tab } from './lib/site.mjs';

const MANY = COUNTS.at(-1);

let site;
before(async () => { site = await open(PAGES); });
after(() => site?.close());

/** In the page, before anything else: what is made and who listens to what, and how many videos have been drawn without a button. */
function watch() {
  window.made = {};
  const count = (name) => { window.made[name] = (window.made[name] ?? 0) + 1; };
  for (const name of ['MutationObserver', 'IntersectionObserver', 'ResizeObserver', 'PerformanceObserver', 'CSSStyleSheet']) {
    window[name] = new Proxy(window[name], {
      construct(target, values) {
        count(name);
        return Reflect.construct(target, values);
      },
    });
  }
  const listen = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function addEventListener(...values) {
    count(`${values[0]} of ${this.nodeName ?? this.constructor.name}`);
    return listen.apply(this, values);
  };
  window.bare = 0;
  const named = 'optgate-frame [data-optgate=play][aria-label*=": Film "]';
  const look = () => {
    window.bare = Math.max(window.bare, document.querySelectorAll('optgate-frame').length - document.querySelectorAll(named).length);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** What was made on a page of so many videos, when its banner stands. */
async function made(count) {
  const page = await tab(site.browser);
  await page.evaluateOnNewDocument(watch);
  await page.goto(`${site.origin}/${count}`);
  await page.waitForSelector('optgate-banner');
  const found = await page.evaluate(() => ({
    made: window.made,
    bare: window.bare,
    buttons: document.querySelectorAll('optgate-frame > .optgate-player > [data-optgate=play]').length,
    sheets: document.adoptedStyleSheets.length,
    elements: document.querySelectorAll('style, link[rel=stylesheet]').length,
  }));
  await page.browserContext().close();
  return found;
}

test('one observer, one style sheet and two listeners for presses, however many videos there are', async () => {
  const { made: few, ...one } = await made(1);
  const { made: many, ...all } = await made(MANY);
  // A press is heard before the page for links to the answer, and behind it for all else.
  assert.deepEqual([few.MutationObserver, few.CSSStyleSheet, few['click of Window']], [1, 1, 2]);
  // On a page of many one more tells which come near, and print wants them whole.
  assert.deepEqual(many, { ...few, IntersectionObserver: 1, 'beforeprint of Window': 1 });
  assert.deepEqual(Object.keys(many).filter((name) => / of [A-Z-]+$/.test(name)), [], 'nobody listens to an element');
  // The one element is the page's own.
  assert.deepEqual(one, { bare: 0, buttons: 1, sheets: 1, elements: 1 });
  assert.deepEqual(all, { bare: 0, buttons: MANY, sheets: 1, elements: 1 });
});

test('five times as many videos are not much more than five times the work', async () => {
  const [fewer, more] = COUNTS.slice(-2);
  const over = async (count) => (await visit(site, `/${count}`)).work - (await visit(site, `/${count}/alone`)).work;
  const [some, all] = [await over(fewer), await over(more)];
  assert.ok(some > 20, `${fewer} cost ${some} ms, too little to compare with`);
  // The square would be 25 times as much.
  assert.ok(all < some * 10, `${more} cost ${all} ms, ${fewer} cost ${some}`);
});
