// The sheets of the frameworks that sites are made with: what we draw looks the same under each of them, can be pressed, and
// leaves what is the page's as it is. `OPTGATE_PICTURES=FOLDER` keeps pictures of what was compared.
import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { differences, lines } from '../e2e/lib/looks.mjs';
import { open, page, placeholders, tab } from './lib/site.mjs';

const { resolve } = createRequire(import.meta.url);
const text = (name) => readFile(name.startsWith('/') ? name : resolve(name), 'utf8');
const sheet = async (name) => `<style>${await text(name)}</style>`;
const { OPTGATE_WORDPRESS: wordpress, OPTGATE_PICTURES: pictures } = process.env;
assert.ok(wordpress, 'OPTGATE_WORDPRESS names the style sheet of a theme; `cargo xtask test looks` brings one');

/** What most pages have, without a class. */
const ELEMENTS = `<h1>Muster</h1><p>Text with <a href="#here">a link</a>, <b>bold</b>, <code>code</code>, <small>small</small>.</p><h2>Two</h2>
<ul><li>One<li>Two</ul><ol><li>One<li>Two</ol><dl><dt>Term<dd>What it is</dl><blockquote>Quoted</blockquote><hr><pre>as it stands</pre>
<details open><summary>More</summary><p>Inside</p></details><figure><svg width="40" height="40"></svg><figcaption>Below</figcaption></figure>
<table><thead><tr><th>Head</thead><tbody><tr><td>Cell</tbody></table>
<form><label>Name <input type="text" value="x"></label><label><input type="checkbox"> Yes</label><label><input type="checkbox" role="switch" checked> On</label>
<select><option>One</select><textarea>Text</textarea><progress value="3" max="9"></progress><button type="button">Press</button><input type="submit"></form>`;

/** A framework: what stands in the head, and a body as its documentation would write it. */
const FRAMEWORKS = {
  'Bootstrap 5': {
    head: async () => sheet('bootstrap/dist/css/bootstrap.min.css'),
    body: `<nav class="navbar navbar-expand bg-body-tertiary fixed-top"><div class="container"><a class="navbar-brand" href="#">Muster</a></div></nav>
<main class="container py-5"><div class="row"><div class="col-md-8"><div class="alert alert-info">Note</div><div class="card"><div class="card-body">
<h5 class="card-title">Card</h5><a class="btn btn-primary" href="#">Go</a></div></div></div><div class="col">${ELEMENTS}</div></div></main>`,
  },
  'Tailwind 4': {
    head: async () => `<script>${await text('@tailwindcss/browser')}</script>`,
    body: `<header class="sticky top-0 z-50 bg-white/80 p-4 shadow"><nav class="flex gap-4"><a class="font-bold" href="#">Muster</a></nav></header>
<main class="mx-auto max-w-3xl space-y-4 p-4"><div class="grid grid-cols-2 gap-4"><div class="rounded-lg border p-4">${ELEMENTS}</div></div></main>`,
    settled: () => getComputedStyle(document.querySelector('nav')).display === 'flex',
  },
  'Tailwind 4, important': {
    head: async () => `<style type="text/tailwindcss">@import "tailwindcss" important; @layer base { button, a { @apply rounded-none bg-red-500 p-8; } }</style>
<script>${await text('@tailwindcss/browser')}</script>`,
    body: `<main class="flex flex-col gap-4 p-4"><button class="rounded bg-blue-500 px-4">Go</button>${ELEMENTS}</main>`,
    settled: () => getComputedStyle(document.querySelector('main')).display === 'flex',
  },
  Bulma: {
    head: async () => sheet('bulma/css/bulma.min.css'),
    body: `<nav class="navbar is-fixed-top"><div class="navbar-brand"><a class="navbar-item" href="#">Muster</a></div></nav>
<section class="section"><div class="columns"><div class="column"><div class="box"><button class="button is-primary">Go</button></div></div>
<div class="column content">${ELEMENTS}</div></div></section>`,
  },
  Pico: {
    head: async () => sheet('@picocss/pico/css/pico.min.css'),
    body: `<header class="container"><nav><ul><li><strong>Muster</strong></ul><ul><li><a href="#">Go</a></ul></nav></header>
<main class="container"><article><header>Card</header>${ELEMENTS}<footer><button>Go</button></footer></article></main>`,
  },
  'WordPress Twenty Twenty-One': {
    head: async () => sheet(wordpress),
    attributes: 'class="wp-embed-responsive is-light-theme no-js singular"',
    body: `<div id="page" class="site"><header id="masthead" class="site-header"><p class="site-title"><a href="#">Muster</a></p></header>
<div id="content" class="site-content"><main id="main" class="site-main"><article class="post type-post entry"><header class="entry-header"><h1 class="entry-title">Post</h1></header>
<div class="entry-content">${ELEMENTS}<div class="wp-block-button"><a class="wp-block-button__link" href="#">Go</a></div></div></article></main></div></div>`,
  },
};

/** How wide, and in which scheme; all four when pictures are wanted. */
const MODES = [
  { name: 'phone light', width: 390, height: 800, scheme: 'light' },
  { name: 'phone dark', width: 390, height: 800, scheme: 'dark' },
  { name: 'desktop light', width: 1280, height: 900, scheme: 'light' },
  { name: 'desktop dark', width: 1280, height: 900, scheme: 'dark' },
].filter(({ name }) => pictures || /phone light|desktop dark/.test(name));

/** Letters are the same everywhere, so that boxes can be compared. */
const FONT = '<style>:root { --optgate-font: "Liberation Sans" }</style>';
/** A box for the placeholder that is the same everywhere. */
const FILM = placeholders(1).replace('<optgate-frame', '<optgate-frame style="display: block; width: 320px; height: 240px; margin: 0; border: 0; padding: 0"');

const TAG = /<script src="\/optgate\.js".*?<\/script>/;
const paths = (name) => Object.fromEntries(['with', 'without', 'film', 'font'].map((kind) => [kind, `/${encodeURIComponent(name)}/${kind}`]));

const pages = { '/plain': page('en', `<main><h1>Muster</h1>${FILM}</main>`, { head: FONT }) };
let site;
before(async () => {
  for (const [name, { head, body, attributes = '' }] of Object.entries(FRAMEWORKS)) {
    const at = paths(name);
    const own = await head();
    const build = (content, font = FONT) => page('en', content, { head: own + font }).replace('<body>', () => `<body ${attributes}>`);
    pages[at.with] = build(body);
    pages[at.without] = pages[at.with].replace(TAG, '');
    pages[at.film] = build(`${body}${FILM}`);
    pages[at.font] = build(body, '');
  }
  site = await open(pages);
  if (pictures) await mkdir(pictures, { recursive: true });
});
after(() => site?.close());

/** Opens a page in a mode, and waits until the framework and what is ours stand. */
async function visit(path, { width, height, scheme }, settled = () => true, ours = 'optgate-banner') {
  const page = await tab(site.browser);
  await page.setViewport({ width, height });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.goto(`${site.origin}${path}`);
  await page.waitForFunction(settled);
  if (ours) await page.waitForSelector(ours);
  return page;
}

/** What is on top in the middle of the first element of `selector`, once it is scrolled to. */
const isOnTop = (page, selector) => page.evaluate((wanted) => {
  const element = document.querySelector(wanted);
  element.scrollIntoView({ block: 'center', behavior: 'instant' });
  const { x, y, width, height } = element.getBoundingClientRect();
  return element.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}, selector);

async function press(page, selector) {
  assert.ok(await isOnTop(page, selector), `${selector} lies under something`);
  await page.click(selector);
}

/**
 * Everything of ours one after the other, as `lines`; pressed on the way. `picture` names the pictures.
 */
async function everything(path, mode, settled, picture) {
  const page = await visit(path, mode, settled);
  const seen = {};
  const look = async (name, selector) => {
    // The pointer is nowhere, so that nothing is lit by it.
    await page.mouse.move(0, 0);
    await page.evaluate((each) => {
      document.activeElement.blur();
      return Promise.all(document.querySelector(each).getAnimations({ subtree: true }).map(({ finished }) => finished));
    }, selector);
    seen[name] = await page.evaluate(lines, selector);
    if (pictures && picture) await page.screenshot({ path: join(pictures, `${picture}, ${mode.name}, ${name}.png`) });
  };
  await look('banner', 'optgate-banner');
  await press(page, 'optgate-banner [data-optgate=preferences]');
  await page.waitForSelector('optgate-preferences dialog[open]');
  await page.evaluate(() => document.querySelectorAll('optgate-preferences details').forEach((each, at) => { each.open = at === 1; }));
  await look('preferences', 'optgate-preferences');
  await press(page, 'optgate-preferences label:has([data-optgate="purpose:analytics"])');
  await look('preferences, switched', 'optgate-preferences');
  await press(page, 'optgate-preferences [data-optgate=close]');
  await page.waitForFunction(() => !document.querySelector('optgate-preferences'));
  await press(page, 'optgate-banner [data-optgate=reject]');
  await page.waitForSelector('optgate-button');
  assert.match(await page.evaluate(() => document.cookie), /cookieconsent_status=deny/);
  await look('re-open button', 'optgate-button');
  await page.evaluate(() => document.querySelector('optgate-frame').scrollIntoView({ block: 'center', behavior: 'instant' }));
  await look('placeholder', '.optgate-player');
  await press(page, 'optgate-button button');
  await page.waitForSelector('optgate-preferences dialog[open]');
  await press(page, 'optgate-preferences [data-optgate=close]');
  await page.waitForFunction(() => !document.querySelector('optgate-preferences'));
  await press(page, '.optgate-player > button');
  await page.waitForSelector('.optgate-open, optgate-frame > iframe');
  await page.browserContext().close();
  return seen;
}

const known = new Map();

/** The same on a page without any sheet. */
async function plainly(mode) {
  if (!known.has(mode)) known.set(mode, await everything('/plain', mode, undefined, 'plain'));
  return known.get(mode);
}

for (const [name, { settled }] of Object.entries(FRAMEWORKS)) {
  const at = paths(name);

  test(`${name}: what is ours looks as it does on a plain page, and can be pressed`, async () => {
    for (const mode of MODES) {
      const plain = await plainly(mode);
      const here = await everything(at.film, mode, settled, name);
      for (const [view, was] of Object.entries(plain)) {
        assert.ok(was.length > 400, `${view} is told in ${was.length} lines`);
        assert.deepEqual(differences(was, here[view]), [], `${view}, ${mode.name}`);
      }
    }
  });

  test(`${name}: what is the page's stays as it is without the tag, to the pixel`, async () => {
    for (const mode of MODES) {
      const alone = await visit(at.without, mode, settled, null);
      const was = await alone.evaluate(lines);
      assert.ok(was.length > 400 * 30, `the page is told in ${was.length} lines`);
      const page = await visit(at.with, mode, settled);
      const same = async (view) => assert.deepEqual(differences(was, await page.evaluate(lines)), [], `${view}, ${mode.name}`);
      await same('banner');
      await page.evaluate(() => window.optgate.preferences());
      await page.waitForSelector('optgate-preferences dialog[open]');
      await same('preferences');
      await page.evaluate(() => document.querySelector('optgate-preferences dialog').close());
      await page.evaluate(() => window.optgate.refuse());
      await page.waitForSelector('optgate-button');
      await same('re-open button');
      await alone.browserContext().close();
      await page.browserContext().close();
    }
  });

  test(`${name}: the letters are those of the page`, async () => {
    const page = await visit(at.font, MODES[0], settled);
    const [ours, theirs] = await page.evaluate(() => ['optgate-banner h2', 'body'].map((each) => getComputedStyle(document.querySelector(each)).fontFamily));
    assert.equal(ours, theirs);
    await page.browserContext().close();
  });
}

test('a sheet that does touch what is ours, or a tag that touches the page, is seen', async () => {
  const page = await visit(paths('Bulma').film, MODES[0]);
  const [ours, theirs] = [await page.evaluate(lines, 'optgate-banner'), await page.evaluate(lines)];
  await page.evaluate(() => {
    document.querySelector('optgate-banner button').style.setProperty('letter-spacing', '1px', 'important');
    document.querySelector('h1').style.color = 'red';
  });
  const found = differences(ours, await page.evaluate(lines, 'optgate-banner'));
  assert.ok(found.some((line) => /button\[reject\] letter-spacing: normal → 1px/.test(line)), found.join('\n'));
  assert.ok(differences(theirs, await page.evaluate(lines)).some((line) => /h1 color: .* → rgb\(255, 0, 0\)/.test(line)));
  await page.browserContext().close();
});
