// What a visitor has set for all pages, more contrast and less motion, and paper: what we draw heeds each of them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { open, page, placeholders, tab } from './lib/site.mjs';

/** More than are drawn whole at once: the others have no link until they are printed. */
const COUNT = 30;

let site;
before(async () => {
  site = await open({ '/': page('en', `<main style="max-width: 640px"><h1>Muster</h1>${placeholders(COUNT)}</main>`) });
});
after(() => site?.close());

/** Opens the page with `features` of the browser's set, by their names. */
async function visit(features = {}) {
  const opened = await tab(site.browser);
  await opened.setViewport({ width: 1280, height: 900 });
  // Puppeteer's own list of features lacks the contrast.
  const session = await opened.createCDPSession();
  await session.send('Emulation.setEmulatedMedia', { features: Object.entries(features).map(([name, value]) => ({ name, value })) });
  await opened.goto(`${site.origin}/`);
  for (const [name, value] of Object.entries(features)) {
    assert.ok(await opened.evaluate((query) => matchMedia(query).matches, `(${name}: ${value})`), `${name} is set`);
  }
  await opened.waitForSelector('optgate-banner');
  return opened;
}

async function preferences(opened) {
  await opened.click('optgate-banner [data-optgate=preferences]');
  await opened.waitForSelector('optgate-preferences dialog[open]');
}

/** The border of an element on its four sides, and whether it has the colour of the text. */
const border = (opened, selector) => opened.$eval(selector, (element) => {
  const style = getComputedStyle(element);
  const sides = ['Top', 'Right', 'Bottom', 'Left'];
  return {
    widths: sides.map((side) => style[`border${side}Width`]),
    isInk: sides.every((side) => style[`border${side}Color`] === style.color && style[`border${side}Style`] === 'solid'),
  };
});

test('more contrast: banner and preferences stand out by a thick border in the colour of their text', async () => {
  for (const [features, width, isInk] of [[{}, '1px', false], [{ 'prefers-contrast': 'more' }, '2px', true]]) {
    const opened = await visit(features);
    const wanted = { widths: Array(4).fill(width), isInk };
    assert.deepEqual(await border(opened, 'optgate-banner'), wanted);
    await preferences(opened);
    assert.deepEqual(await border(opened, '.optgate-sheet'), wanted);
    await opened.browserContext().close();
  }
});

/** What begins to move by `work`, as the property and where; it is `wanted` that is waited for, or else two frames. */
async function moving(opened, work, wanted) {
  await opened.evaluate(async () => {
    // What the work before has moved is told in the next frame.
    for (let frames = 0; frames < 2; frames += 1) await new Promise(requestAnimationFrame);
    window.moved = [];
    const note = ({ propertyName, animationName, target, pseudoElement }) => {
      window.moved.push(`${propertyName ?? animationName} of ${target.className || target.dataset.optgate}${pseudoElement}`);
    };
    // Told by the browser itself: on a busy machine a short movement is over before anybody looks for it.
    for (const kind of ['transitionrun', 'animationstart']) window[`on${kind}`] = note;
  });
  await work();
  return opened.evaluate(async (count) => {
    for (let frames = 0; frames < 2 || (window.moved.length < count && frames < 300); frames += 1) await new Promise(requestAnimationFrame);
    return window.moved;
  }, wanted.length);
}

/** Everything of ours, its pseudo-elements too, for which a rule says that it would move. */
const movable = (opened) => opened.evaluate(() => [...document.querySelectorAll('optgate-banner,optgate-button,optgate-preferences,optgate-frame')]
  .flatMap((root) => [root, ...root.querySelectorAll('*')])
  .flatMap((element) => [undefined, '::before', '::after', '::backdrop'].filter((pseudo) => {
    const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element, pseudo);
    return /[1-9]/.test(transitionDuration) || animationName !== 'none' || scrollBehavior !== 'auto';
  }).map((pseudo = '') => `${element.className || element.localName}${pseudo}`)));

test('less motion: nothing moves, neither under the pointer nor when a switch is pressed', async () => {
  for (const isReduced of [false, true]) {
    const opened = await visit(isReduced ? { 'prefers-reduced-motion': 'reduce' } : {});
    const wanted = (list) => (isReduced ? [] : list);
    const moves = async (work, list) => assert.deepEqual(await moving(opened, work, list), list);
    await moves(() => opened.hover('.optgate-player > button'), wanted(['scale of play::after']));
    const drawn = (await opened.$$('.optgate-player > button')).length;
    assert.equal(drawn, COUNT);
    assert.deepEqual(await movable(opened), wanted(Array(COUNT).fill('button::after')));
    await preferences(opened);
    await moves(() => opened.click('[data-optgate="purpose:analytics"]'), wanted(['translate of optgate-switch::before']));
    const switches = (await opened.$$('.optgate-switch')).length;
    assert.equal(switches, 3);
    assert.deepEqual((await movable(opened)).filter((name) => name !== 'button::after'), wanted(Array(switches).fill('optgate-switch::before')));
    await opened.browserContext().close();
  }
});

/** The page as paper shows it, once it has been sent there. */
async function print(opened) {
  await opened.pdf();
  await opened.emulateMediaType('print');
}

const seen = (opened, selector) => opened.$$eval(selector, (elements) => elements.filter((element) => element.checkVisibility()).length);

/** Each such link of which the whole stands in the box of its placeholder, as its text and what is put behind that. */
const printed = (opened, selector) => opened.$$eval(selector, (links) => links.filter((link) => {
  const outer = link.closest('optgate-frame').getBoundingClientRect();
  const inner = link.getBoundingClientRect();
  return inner.width > 0 && inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top && inner.bottom <= outer.bottom;
}).map((link) => [link.textContent, getComputedStyle(link, '::after').content]));

test('on paper there is no banner and no button, and each placeholder has its link', async () => {
  const opened = await visit();
  assert.equal(await seen(opened, 'optgate-banner'), 1);
  await opened.emulateMediaType('print');
  assert.equal(await seen(opened, 'optgate-banner'), 0);
  await opened.emulateMediaType(null);
  await opened.evaluate(() => window.optgate.refuse());
  await opened.waitForSelector('optgate-button');
  assert.deepEqual([await seen(opened, 'optgate-button'), await seen(opened, '.optgate-player > button')], [1, COUNT]);
  await print(opened);
  assert.deepEqual([await seen(opened, 'optgate-button'), await seen(opened, '.optgate-player > button')], [0, 0]);
  const links = await printed(opened, '.optgate-player a[href*="watch?v="]');
  assert.deepEqual(links.map(([text]) => text), Array(COUNT).fill('Watch on YouTube'));
  await opened.browserContext().close();
});

test('on paper there is no player', async () => {
  const opened = await visit();
  await opened.click('.optgate-player > button');
  await opened.waitForSelector('optgate-frame > iframe');
  assert.equal(await seen(opened, 'optgate-frame > iframe'), 1);
  await print(opened);
  assert.equal(await seen(opened, 'optgate-frame > iframe'), 0);
  await opened.browserContext().close();
});

test('on paper there are no preferences either', async () => {
  const opened = await visit();
  await preferences(opened);
  assert.equal(await seen(opened, '.optgate-sheet'), 1);
  await print(opened);
  assert.equal(await seen(opened, '.optgate-sheet'), 0);
  await opened.browserContext().close();
});

test('on paper the address stands behind the link of a placeholder, and of a player', async () => {
  const opened = await visit();
  await opened.click('.optgate-player > button');
  await opened.waitForSelector('optgate-frame > iframe');
  await print(opened);
  assert.equal(await opened.$eval('.optgate-beside', (link) => getComputedStyle(link).clipPath), 'none');
  const links = await printed(opened, 'optgate-frame a[href*="watch?v="]');
  const wanted = Array.from({ length: COUNT }, (_, at) => ['Watch on YouTube', `" https://www.youtube.com/watch?v=muster-${String(at).padStart(4, '0')}"`]);
  assert.deepEqual(links, wanted);
  await opened.browserContext().close();
});
