// DuckDuckGo's autoconsent, as its browsers run it: does its heuristic find the banner, and does it refuse?
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { open, page, placeholders, tab, until } from './lib/site.mjs';

const client = dirname(createRequire(import.meta.url).resolve('@duckduckgo/autoconsent/rules/rules.json'));
const script = await readFile(join(client, '../dist/autoconsent.playwright.js'), 'utf8');
const rules = JSON.parse(await readFile(join(client, 'rules.json'), 'utf8'));

/** Languages whose words for refusing it knows, as far as we speak them. */
const LANGUAGES = ['de', 'en', 'fr', 'nl', 'es', 'it', 'pl'];

/** The heuristic has seen the page and found nothing to press. Its last word there. */
const NOTHING = 'nothingDetected';

/** Takes the reject button out of a banner the moment it is drawn. And something moves: each look of the client waits for that. */
const accepting = `<script>new MutationObserver(() => document.querySelector('[data-optgate=reject]')?.remove())
  .observe(document, { childList: true, subtree: true });
let moves = 0;
setInterval(() => { moves += 1; document.documentElement.dataset.moves = moves; }, 100);</script>`;

const pages = {};
for (const lang of LANGUAGES) {
  pages[`/${lang}`] = page(lang, `<h1>Muster</h1>${placeholders(1)}`);
  pages[`/${lang}/no-reject`] = page(lang, '<h1>Muster</h1>', { head: accepting });
}

let site;
before(async () => { site = await open(pages); });
after(() => site?.close());

/** Opens a page with the client in it. `heard` are its messages; `message` waits for one. */
async function meet(path) {
  const opened = await tab(site.browser);
  const url = `${site.origin}${path}`;
  const heard = [];
  const asked = [];
  opened.on('request', (request) => asked.push(request.url()));
  await opened.exposeFunction('autoconsentSendMessage', async (told) => {
    if (told.url && told.url !== url) return;
    heard.push(told);
    const answer = (reply) => opened.evaluate((reply) => { window.autoconsentReceiveMessage(reply); }, reply);
    if (told.type === 'init') {
      const config = { autoAction: 'optOut', heuristicMode: 'reject', enablePrehide: false, detectRetries: 6, logs: { errors: false } };
      await answer({ type: 'initResp', config, rules });
    } else if (told.type === 'eval') {
      const result = await opened.evaluate(told.code).catch(() => false);
      await answer({ type: 'evalResp', id: told.id, result });
    }
  });
  await opened.evaluateOnNewDocument(script);
  await opened.goto(url);
  const message = (wanted) => until(() => heard.some(wanted), () => JSON.stringify(heard.map(({ type, state }) => [type, state?.lifecycle])));
  return { page: opened, heard, asked, message };
}

const answer = (page) => page.evaluate(() => ({ cookies: document.cookie, status: window.optgate.status() }));

for (const lang of LANGUAGES) {
  test(`${lang}: its heuristic rejects, and nobody is contacted`, async () => {
    const before = site.foreign.length;
    const { page, heard, asked, message } = await meet(`/${lang}`);
    await message(({ type }) => type === 'autoconsentDone');
    const named = heard.filter(({ type }) => ['cmpDetected', 'popupFound', 'optOutResult', 'autoconsentDone'].includes(type));
    assert.deepEqual(named.map(({ type, cmp }) => `${type} ${cmp}`), ['cmpDetected', 'popupFound', 'optOutResult', 'autoconsentDone'].map((type) => `${type} HEURISTIC-REJECT`));
    assert.equal(named[2].result, true);
    assert.equal(named[3].totalClicks, 1);
    await page.waitForFunction(() => document.cookie.includes('cookieconsent_status'));

    const { cookies, status } = await answer(page);
    assert.match(cookies, /(^|; )cookieconsent_status=deny(;|$)/);
    assert.match(cookies, /(^|; )optgate=1\.1\.\d+\.182\.!\*(;|$)/);
    assert.equal(status.answered, true);
    for (const purpose of ['analytics', 'marketing']) {
      assert.deepEqual(status.purposes[purpose], { status: 'refused', source: 'visitor' });
    }
    assert.equal(await page.$('optgate-banner'), null);

    // The refusal holds on the next page as well, and there is nothing left to press.
    await page.reload();
    await page.waitForSelector('optgate-button');
    assert.equal(await page.$('optgate-banner'), null);
    assert.deepEqual(asked.filter((url) => !url.startsWith(`${site.origin}/`) && !url.startsWith('data:')), []);
    assert.deepEqual(site.foreign.slice(before), []);
    await page.browserContext().close();
  });

  test(`${lang}: the same banner without a reject button is left alone`, async () => {
    const { page, heard, message } = await meet(`/${lang}/no-reject`);
    await message(({ type, state }) => type === 'report' && state.lifecycle === NOTHING);
    assert.deepEqual(heard.filter(({ type }) => /^(cmpDetected|popupFound|optOutResult)$/.test(type)), []);
    assert.notEqual(await page.$('optgate-banner [data-optgate=accept]'), null);
    const { cookies, status } = await answer(page);
    assert.equal(cookies, '');
    assert.equal(status.answered, false);
    await page.browserContext().close();
  });
}

test('what is contacted after accept is seen', async () => {
  const page = await tab(site.browser);
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).hostname));
  await page.goto(`${site.origin}/${LANGUAGES[0]}`);
  await page.waitForSelector('optgate-banner');
  const before = site.foreign.length;
  await page.click('optgate-banner [data-optgate=accept]');
  // Both witnesses, of which neither is sure to be told first.
  const witnessed = () => [asked, site.foreign.slice(before)].every((hosts) => hosts.includes('www.googletagmanager.com'));
  await until(witnessed, () => `Google, only ${asked} and ${site.foreign}`);
  await page.browserContext().close();
});
