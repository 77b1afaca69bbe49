// uBlock Origin in Firefox, as Debian packages it, with a list of cookie notices that it fetches from the test's own server: the
// banner is shown, an answer is kept, and what the list does hide is seen to be hidden.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import puppeteer from 'puppeteer-core';
import { page, placeholders, serve } from './lib/site.mjs';

const ID = 'uBlock0@raymondhill.net';
/** Where uBlock Origin and AdGuard's list of cookie notices are. */
const { OPTGATE_FIREFOX: executablePath, OPTGATE_UBLOCK: extension, OPTGATE_LIST: file } = process.env;

const list = await readFile(file, 'utf8');
/** Classes that the list hides on every page. */
const hidden = [...list.matchAll(/^##\.([a-z][\w-]+)$/gm)].slice(0, 5).map(([, name]) => name);
assert.equal(hidden.length, 5, 'the list hides nothing on every page');

let site;
let home;
let browser;

before(async () => {
  const controls = hidden.map((name) => `<div class="${name}">A notice of another kind</div>`).join('');
  site = await serve({ '/': page('de', `<main><h1>Muster</h1>${controls}${placeholders(1)}</main>`), '/list.txt': list });
  home = await mkdtemp(join(tmpdir(), 'optgate-ublock-'));
  // What an administrator may set: see uBlock Origin's managed storage, and Mozilla's native manifests.
  const managed = join(home, '.mozilla/managed-storage');
  await mkdir(managed, { recursive: true });
  await writeFile(join(managed, `${ID}.json`), JSON.stringify({
    name: ID,
    description: 'The list under test',
    type: 'storage',
    data: { toOverwrite: { filterLists: ['user-filters', `${site.origin}/list.txt`] } },
  }));
  browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    userDataDir: join(home, 'profile'),
    env: { ...process.env, HOME: home },
    extraPrefsFirefox: { 'network.dns.forceResolve': '127.0.0.1', 'network.captive-portal-service.enabled': false },
  });
  await browser.installExtension(extension);
});

after(async () => {
  await browser?.close();
  site?.close();
  if (home) await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

/** Which of the elements can be seen; a list takes effect some time after it was fetched. */
const seen = (tab, selectors) => tab.evaluate(
  (wanted) => wanted.filter((selector) => document.querySelector(selector)?.checkVisibility()),
  selectors,
);

test('what the list hides is hidden, and our banner, button and placeholder are not', async () => {
  const tab = await browser.newPage();
  const controls = hidden.map((name) => `.${name}`);
  await tab.goto(site.origin);
  assert.deepEqual(await seen(tab, controls), controls, 'the control is hidden before the list is there');
  const end = Date.now() + 120_000;
  for (;;) {
    await tab.goto(site.origin);
    await new Promise((done) => { setTimeout(done, 1000); });
    if ((await seen(tab, controls)).length === 0) break;
    assert.ok(Date.now() < end, `uBlock Origin does not hide ${await seen(tab, controls)}; asked for: ${site.served}`);
  }
  assert.ok(site.served.includes('/list.txt'), 'the list came from here');
  await tab.waitForSelector('optgate-banner [data-optgate=reject]', { visible: true });
  const ours = ['optgate-banner', 'optgate-banner [data-optgate=accept]', 'optgate-banner [data-optgate=reject]', 'optgate-banner [data-optgate=preferences]', '.optgate-player', '.optgate-player [data-optgate=play]'];
  assert.deepEqual(await seen(tab, ours), ours);
  await tab.click('optgate-banner [data-optgate=preferences]');
  await tab.waitForSelector('optgate-preferences dialog[open] input', { visible: true });
  await tab.keyboard.press('Escape');
  await tab.click('optgate-banner [data-optgate=reject]');
  await tab.waitForSelector('optgate-button', { visible: true });
  assert.match(await tab.evaluate(() => document.cookie), /cookieconsent_status=deny/);
});
