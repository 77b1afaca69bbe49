// Lightboxes, lazy loaders, other tools' blocks and players that sites are made with: with our tag nobody foreign is contacted before the press,
// a placeholder stands where their video would, and the press plays that one. Without the tag each of them contacts YouTube.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { BLOCKS, FILM, LIGHTBOXES, MADE, OTHER, STRIPS } from './lib/players.mjs';
import { open, page, tab, until } from './lib/site.mjs';

const { OPTGATE_WORDPRESS: wordpress } = process.env;
assert.ok(wordpress, 'OPTGATE_WORDPRESS names the folder of a WordPress; `cargo xtask test players` brings one');

const TAG = /<script src="\/optgate\.js".*?<\/script>/;
const YOUTUBE = /(^|[./])(youtube(-nocookie)?|ytimg)\.com/;
const API = /^https?:\/\/www\.youtube\.com\/(iframe_api$|s\/player\/)/;

/** Room at the end, so that the banner covers no button. */
const ROOM = '<p style="height: 100vh">';
const path = (name) => `/${encodeURIComponent(name)}`;

const pages = {};
let site;
before(async () => {
  pages['/wordpress/block-library.css'] = await readFile(join(wordpress, 'wp-includes/css/dist/block-library/style.css'), 'utf8');
  for (const [name, { head = '', body, live = String }] of Object.entries({ ...LIGHTBOXES, ...STRIPS, ...BLOCKS, ...MADE })) {
    const gate = '<label><input id="youtube" type="checkbox" data-optgate="purpose:youtube"> YouTube</label>';
    pages[path(name)] = page('en', `<main style="max-width: 800px"><h1>Muster</h1>${body}${gate}${ROOM}</main>`, { head });
    pages[`${path(name)}/players`] = pages[path(name)].replace(TAG, '<script src="/optgate-players.js"></script>$&');
    pages[`${path(name)}/without`] = live(pages[path(name)].replace(TAG, ''));
  }
  site = await open(pages, { answers: true });
});
after(() => site?.close());

/** Opens a page and waits until the package has begun. `errors` are what nobody caught. */
async function visit(name, { ready = () => true, before: first }, variant = '') {
  const opened = await tab(site.browser);
  const errors = [];
  opened.on('pageerror', (error) => errors.push(error.stack));
  await opened.setViewport({ width: 1280, height: 900 });
  site.foreign.length = 0;
  site.asked.length = 0;
  await opened.goto(`${site.origin}${path(name)}${variant}`);
  await opened.waitForFunction(ready);
  if (first && variant !== '/without') await first(opened);
  return { page: opened, errors };
}

let markers = 0;
/** Whom the page contacted, and what it asked for, up to now: a marker of its own is the last. */
async function contacts(opened) {
  const host = `marker${markers += 1}.example`;
  await opened.evaluate((address) => fetch(address, { mode: 'no-cors' }), `https://${host}/`);
  await until(() => site.asked.includes(`https://${host}/`), () => `${site.asked}`);
  const others = (list) => list.filter((each) => !/marker\d+\.example/.test(each));
  return { hosts: [...new Set(others(site.foreign))], asked: others(site.asked) };
}

async function silent(opened, when) {
  assert.deepEqual(await contacts(opened), { hosts: [], asked: [] }, when);
}

/** Waits until the button of the placeholder below `inside` stands still and is on top; gives its video and where it is. */
async function placeholder(opened, inside, video) {
  const found = await opened.waitForFunction((selector, wanted) => {
    const frame = document.querySelector(`${selector} optgate-frame[data-video="${wanted}"][data-optgate-state=closed]`);
    const button = frame?.querySelector('[data-optgate=play]');
    if (!button) return false;
    const { x, y, width, height } = button.getBoundingClientRect();
    const at = [x + width / 2, y + height / 2];
    const still = window.placeholderWas === `${at}`;
    window.placeholderWas = `${at}`;
    return still && width > 0 && button.contains(document.elementFromPoint(...at)) && at;
  }, { polling: 100 }, inside, video).catch(async (error) => {
    throw new Error(`${video} has no placeholder that can be pressed: ${await opened.evaluate((selector) => document.querySelector(selector)?.outerHTML.slice(0, 2000), inside)}`, { cause: error });
  });
  return found.jsonValue();
}

/** The press has loaded this one video, and beside it at most what steers it. */
async function played(opened, inside, video) {
  const player = await opened.waitForSelector(`${inside} optgate-frame[data-optgate-state=once] > iframe`);
  const address = await player.evaluate((frame) => frame.src);
  assert.ok(address.startsWith(`https://www.youtube-nocookie.com/embed/${video}?autoplay=1`), address);
  await until(() => site.asked.includes(address), () => `the player, only ${site.asked}`);
  // A name is looked up some time before its request arrives, which a marker of our own may overtake.
  await until(() => !site.foreign.includes('www.youtube.com') || site.asked.some((each) => API.test(each)), () => `only what steers it, not ${site.foreign}`);
  const { hosts, asked } = await contacts(opened);
  assert.deepEqual(asked.filter((each) => !API.test(each)), [address], 'one video');
  assert.deepEqual(hosts.filter((host) => host !== 'www.youtube.com'), ['www.youtube-nocookie.com'], 'and nobody else');
}

const focused = (opened) => opened.evaluate(() => {
  const { activeElement: at } = document;
  return at.closest('optgate-frame') && at.dataset.optgate || at.localName;
});

/** Presses Tab until the button to play has the focus; `false` if the page keeps it elsewhere. */
async function tabToPlay(opened) {
  for (let stops = 0; stops < 30; stops += 1) {
    if ((await focused(opened)) === 'play') return true;
    await opened.keyboard.press('Tab');
  }
  return false;
}

for (const [name, it] of Object.entries({ ...LIGHTBOXES, ...BLOCKS })) {
  const { opener, inside = 'main' } = it;

  test(`${name}: a placeholder, and a press plays that one video`, async () => {
    const { page: opened, errors } = await visit(name, it);
    if (opener) await opened.click(opener);
    const at = await placeholder(opened, inside, FILM);
    await silent(opened, 'before the press');
    if (it.fills) {
      const [outer, inner] = await opened.evaluate((...all) => all.map((each) => {
        const { x, y, width, height } = document.querySelector(each).getBoundingClientRect();
        return { x, y, width, height };
      }), it.fills, `${inside} optgate-frame`);
      assert.deepEqual(inner, outer, 'the box is the whole of it');
    }
    await opened.mouse.click(...at);
    await played(opened, inside, FILM);
    if (it.steered) await opened.waitForFunction(it.steered);
    if (it.next) {
      site.foreign.length = 0;
      site.asked.length = 0;
      // The player has the focus, and the keys with it.
      await opened.evaluate(() => document.activeElement.blur());
      await it.next(opened);
      await placeholder(opened, inside, OTHER);
      await silent(opened, 'the next one waits for a press of its own');
      if (it.complains) {
        await until(() => errors.length, () => it.complains);
        assert.match(errors.shift(), RegExp(it.complains));
      }
    }
    if (it.close) {
      await it.close(opened);
      await it.closed(opened);
    }
    assert.deepEqual(errors, []);
    await opened.browserContext().close();
  });

  test(`${name}: the keyboard plays it too`, async () => {
    const { page: opened, errors } = await visit(name, it);
    if (opener) {
      await opened.focus(opener);
      await opened.keyboard.press('Enter');
    }
    await placeholder(opened, inside, FILM);
    const reached = await tabToPlay(opened);
    assert.equal(reached, !it.keepsFocus);
    // Tab goes round among the lightbox's own buttons; so it does around an iframe.
    if (it.keepsFocus) await opened.focus(`${inside} [data-optgate=play]`);
    await silent(opened, 'on the way');
    await opened.keyboard.press('Enter');
    await played(opened, inside, FILM);
    assert.equal(await focused(opened), 'iframe');
    assert.deepEqual(errors, []);
    await opened.browserContext().close();
  });
}

for (const [name, it] of Object.entries(MADE)) {
  test(`${name}: nothing is fetched until YouTube is given, then it plays`, async () => {
    const { page: opened, errors } = await visit(name, it);
    if (it.opener) {
      await opened.click(it.opener);
      await opened.waitForSelector('.gslide .plyr');
    }
    await opened.waitForSelector('script[data-src$="/iframe_api"]');
    await silent(opened, 'before the answer');
    assert.equal(await opened.$('optgate-frame'), null);
    if (it.close) {
      await it.close(opened);
      await it.closed(opened);
    }
    await opened.click('#youtube');
    if (it.opener) await opened.click(it.opener);
    await until(() => site.asked.some((each) => each.includes(`/embed/${FILM}?`)), () => `the player, only ${site.asked}`);
    const { besides = [] } = it;
    await until(() => besides.every((host) => site.foreign.includes(host)), () => `${besides}, only ${site.foreign}`);
    const { hosts } = await contacts(opened);
    assert.deepEqual(hosts.filter((host) => !YOUTUBE.test(host)), besides);
    assert.deepEqual(errors, []);
    await opened.browserContext().close();
  });
}

for (const [name, { waits, steers = () => window.ready, ...it }] of Object.entries(MADE)) {
  if (waits) continue;

  test(`${name}, behind optgate-players.js: a placeholder, a press plays that one video, and the page's script steers it`, async () => {
    const { page: opened, errors } = await visit(name, it, '/players');
    const at = await placeholder(opened, 'main', FILM);
    await silent(opened, 'before the press');
    await opened.mouse.click(...at);
    await played(opened, 'main', FILM);
    await opened.waitForFunction(`(${steers})()?.getIframe() === document.querySelector('optgate-frame > iframe')`);
    assert.deepEqual(errors, []);
    await opened.browserContext().close();
  });
}

test('fancybox, its strip of thumbnails: a picture that style brings passes no door; one of the site\'s own contacts nobody', async () => {
  for (const [name, { opener, inside, wanted }] of Object.entries(STRIPS)) {
    const { page: opened } = await visit(name, {});
    await opened.click(opener);
    await placeholder(opened, inside, FILM);
    await silent(opened, 'the lightbox alone');
    await opened.click('.fancybox-button--thumbs');
    await opened.waitForFunction(() => getComputedStyle(document.querySelector('.fancybox-thumbs a')).backgroundImage !== 'none');
    // Pictures are fetched once they are drawn.
    await opened.evaluate(() => new Promise((done) => { requestAnimationFrame(() => setTimeout(done)); }));
    if (wanted.length) await until(() => site.foreign.length, () => 'the picture');
    assert.deepEqual((await contacts(opened)).hosts, wanted);
    await opened.browserContext().close();
  }
});

for (const [name, it] of Object.entries({ ...LIGHTBOXES, ...BLOCKS, ...MADE })) {
  test(`${name}: without the tag it contacts YouTube by itself`, async () => {
    const { page: opened } = await visit(name, it, '/without');
    if (it.opener) await opened.click(it.opener);
    await it.control?.(opened);
    await until(() => site.foreign.some((host) => YOUTUBE.test(host)), () => `YouTube, only ${site.foreign}`, 20);
    await opened.browserContext().close();
  });
}
