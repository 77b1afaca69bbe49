// What a screen reader is told, and whether everything can be done from the keyboard.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { LANGUAGES, open, page, placeholders, tab, until } from './lib/site.mjs';

/** Names as they are spoken, by hand. */
const NAMES = {
  de: {
    banner: 'Ihre Wahl zum Datenschutz', reject: 'Alle ablehnen', accept: 'Alle akzeptieren', settings: 'Einstellungen',
    preferences: 'Einstellungen zum Datenschutz', save: 'Auswahl speichern', close: 'Ohne Änderung zurück',
    switches: ['Analyse', 'Werbung', 'YouTube-Videos immer laden (widerrufbar)'], play: 'Video abspielen: Film 1',
  },
  en: {
    banner: 'Your privacy choice', reject: 'Reject all', accept: 'Accept all', settings: 'Settings',
    preferences: 'Privacy settings', save: 'Save choice', close: 'Back without a change',
    switches: ['Analytics', 'Advertising', 'Always load YouTube videos (can be withdrawn)'], play: 'Play video: Film 1',
  },
};

let site;
before(async () => {
  const main = (lang, count) => page(lang, `<main><h1>Muster</h1><p><a href="#here" id="before">Muster</a></p>${placeholders(count)}</main>`);
  site = await open(Object.fromEntries(LANGUAGES.flatMap((lang) => [[`/${lang}`, main(lang, 1)], [`/${lang}/three`, main(lang, 3)]])), { answers: true });
});
after(() => site?.close());

async function visit(path) {
  const page = await tab(site.browser);
  await page.setViewport({ width: 1280, height: 1400 });
  await page.goto(`${site.origin}/${path}`);
  await page.waitForSelector('optgate-banner');
  await page.waitForSelector('.optgate-player');
  return page;
}

/** The accessibility tree below an element, as lines `role name`. */
async function spoken(page, selector) {
  const root = await page.$(selector);
  const tree = await page.accessibility.snapshot({ root, interestingOnly: false });
  const lines = [];
  const walk = (node) => {
    lines.push(`${node.role} ${node.name ?? ''}`.trim());
    node.children?.forEach(walk);
  };
  walk(tree);
  return lines;
}

const only = (lines, roles) => lines.filter((line) => roles.includes(line.split(' ')[0]));

/** What has the focus: an action of ours, or the element's id. */
const focused = (page) => page.evaluate(() => {
  const { activeElement: at } = document;
  return at.dataset.optgate ?? (at.id || at.localName);
});

const isUnanswered = (page) => page.evaluate(() => document.cookie === '' && !window.optgate.status().answered);

/** Presses Tab until something has the focus (backwards: with Shift); the stops on the way. */
async function tabTo(page, wanted, isBackwards = false) {
  const stops = [];
  if (isBackwards) await page.keyboard.down('Shift');
  while (stops.at(-1) !== wanted) {
    assert.ok(stops.length < 20, `${wanted} is not among ${stops}`);
    await page.keyboard.press('Tab');
    stops.push(await focused(page));
  }
  if (isBackwards) await page.keyboard.up('Shift');
  return stops;
}

/** What stands in each placeholder of the page. */
const states = (page) => page.$$eval('optgate-frame', (frames) => frames.map((frame) => (frame.querySelector('iframe') ? 'player' : frame.querySelector('[data-optgate=play]') && 'placeholder')));

for (const lang of LANGUAGES) {
  const names = NAMES[lang];
  assert.ok(names, `the spoken names in ${lang} are missing here`);

  test(`${lang}: banner, preferences and placeholder have roles and names`, async () => {
    const page = await visit(lang);
    const banner = await spoken(page, 'optgate-banner');
    assert.equal(banner[0], `region ${names.banner}`);
    assert.deepEqual(only(banner, ['heading', 'button']), [
      `heading ${names.banner}`, `button ${names.reject}`, `button ${names.accept}`, `button ${names.settings}`,
    ]);
    const [play] = only(await spoken(page, '.optgate-player'), ['button']);
    assert.equal(play, `button ${names.play}`);

    await page.click('optgate-banner [data-optgate=preferences]');
    await page.waitForSelector('optgate-preferences dialog[open]');
    const sheet = await spoken(page, 'optgate-preferences dialog');
    assert.equal(sheet[0], `dialog ${names.preferences}`);
    assert.deepEqual(only(sheet, ['switch']), names.switches.map((name) => `switch ${name}`));
    assert.deepEqual(only(sheet, ['button']), [names.reject, names.save, names.accept, names.close].map((name) => `button ${name}`));
    await page.browserContext().close();
  });

  test(`${lang}: Tab reaches the three answers before the page, and Escape decides nothing`, async () => {
    const page = await visit(lang);
    const stops = await tabTo(page, 'preferences');
    assert.deepEqual(stops, ['a', 'a', 'reject', 'accept', 'preferences']);
    assert.equal((await tabTo(page, 'before')).length, 1, 'then the page goes on');
    await page.keyboard.down('Shift');
    await page.keyboard.press('Tab');
    await page.keyboard.up('Shift');
    assert.equal(await focused(page), 'preferences');

    await page.keyboard.press('Enter');
    await page.waitForSelector('optgate-preferences dialog[open]');
    assert.equal(await page.evaluate(() => !!document.activeElement.closest('optgate-preferences')), true, 'focus is inside');
    await tabTo(page, 'purpose:analytics');
    await page.keyboard.press('Space');
    assert.equal(await page.evaluate(() => document.activeElement.checked), true);
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !document.querySelector('optgate-preferences'));
    assert.equal(await focused(page), 'preferences', 'focus is where it was');
    assert.equal(await isUnanswered(page), true);
    assert.notEqual(await page.$('optgate-banner'), null);
    await page.browserContext().close();
  });

  test(`${lang}: Enter refuses, and Enter plays`, async () => {
    const page = await visit(lang);
    await tabTo(page, 'reject');
    assert.equal(await isUnanswered(page), true);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.cookie.includes('cookieconsent_status=deny'));
    assert.equal(await page.$('optgate-banner'), null);

    const before = site.foreign.length;
    await tabTo(page, 'play');
    assert.deepEqual(site.foreign.slice(before), []);
    await page.keyboard.press('Enter');
    await page.waitForSelector('optgate-frame > iframe[src^="https://www.youtube-nocookie.com/embed/muster-0000?"]');
    assert.equal(await focused(page), 'iframe', 'focus goes along into the player');
    await until(() => site.foreign.slice(before).includes('www.youtube-nocookie.com'), () => `the player, only ${site.foreign}`);
    await page.browserContext().close();
  });

  test(`${lang}: always is chosen, and withdrawn, without a pointer`, async () => {
    const page = await visit(`${lang}/three`);
    await tabTo(page, 'reject');
    await page.keyboard.press('Enter');
    await page.waitForSelector('optgate-button');
    await tabTo(page, 'play');
    await page.keyboard.press('Enter');
    await page.waitForSelector('optgate-frame > iframe');
    assert.deepEqual(await states(page), ['player', 'placeholder', 'placeholder']);

    await tabTo(page, 'always');
    const before = site.asked.length;
    await page.keyboard.press('Space');
    await page.waitForFunction(() => document.querySelectorAll('optgate-frame > iframe').length === 3);
    assert.equal(await focused(page), 'iframe', 'focus goes along into the player');
    const wanted = ['muster-0001', 'muster-0002'];
    const asked = () => site.asked.slice(before).map((url) => /\/embed\/([^?]+)/.exec(url)?.[1]);
    await until(() => wanted.every((id) => asked().includes(id)), () => `the players of the others, only ${site.asked}`);
    assert.equal(await page.evaluate(() => window.optgate.given('youtube')), true);

    await tabTo(page, 'preferences', true);
    await page.keyboard.press('Enter');
    await page.waitForSelector('optgate-preferences dialog[open]');
    await tabTo(page, 'purpose:youtube');
    assert.equal(await page.evaluate(() => document.activeElement.checked), true);
    await page.keyboard.press('Space');
    await tabTo(page, 'save');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => !document.querySelector('optgate-preferences, optgate-frame > iframe'));
    assert.deepEqual(await states(page), Array(3).fill('placeholder'));
    assert.equal(await page.evaluate(() => window.optgate.given('youtube')), false);
    await page.browserContext().close();
  });
}
