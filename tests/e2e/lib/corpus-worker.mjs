// Opens the pages of a folder, inside the namespace. Started by corpus.mjs, to which it reports one value a page.
import fs from 'node:fs';
import path from 'node:path';

import { launch } from './engine/index.mjs';
import { within } from './engine/process.mjs';
import { closeFrames, insertFirst } from './markup.mjs';
import { furnish, report } from './namespace.mjs';
import { GOOGLE, rows } from './pages.mjs';
import { Recorder } from './recorder.mjs';
import { HOSTS, Site } from './site.mjs';
import { Trouble } from './trouble.mjs';
import { Visitor } from './visitor.mjs';

const TAG =
  '<script src="/optgate.js" data-cfasync="false" data-privacy="/datenschutz" data-imprint="/impressum" data-controller="Muster GmbH"></script>';
/** Does an iframe with this address show a player? `/embed/` and the old `/v/` do; a watch page refuses. */
const isPlayer = (address) => /^\s*(?:https?:)?\/\/[^/]+\/+(?:embed|v)\//i.test(address);
/** What is told of a page that could not be shown. */
const NOTHING = { errors: [], contacts: [], expected: 0, placeholders: 0, note: '' };
const without = (list, known) => [...new Set(list)].filter((entry) => !known.includes(entry));

/** Widths of the window at which boxes are compared; the second one is a resize. */
const WIDTHS = [1280, 390];

const [folder] = process.argv.slice(2);
furnish();
const site = new Site();
const recorder = await Recorder.start({ hosts: HOSTS, site: site.handle });
let browser = null;
for (const row of rows(fs.readFileSync(path.join(folder, 'index.tsv'), 'utf8'))) report(await steadily(row));
await browser?.quit();
process.exit(0);

// A page that a browser in trouble could not show is opened once more, in a fresh one.
async function steadily(row) {
  try {
    browser ??= await launch('chromium');
    return await compare(row);
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    report({ again: `${row.file}: ${error.message}` });
    await browser?.quit();
    browser = await launch('chromium');
    return compare(row).catch(({ message }) => ({ ...NOTHING, file: row.file, problems: [message] }));
  }
}

async function compare({ file, embeds_expected: embeds, ids, lazy_ids: lazy = '', flash_and_components: parts = '' }) {
  const text = fs.readFileSync(path.join(folder, file), 'latin1');
  const { html, addresses } = closeFrames(text);
  const alone = await open(file, html, false);
  const under = await open(file, insertFirst(html, TAG), true);
  const expected = ids ? ids.split(',') : [];
  // An iframe on a page that shows no player is held as well; it may be a placeholder or stay an empty frame.
  const players = addresses.filter(isPlayer);
  const problems = [];
  if (expected.length !== Number(embeds)) problems.push(`index.tsv: ${embeds} embeds, but ${expected.length} ids`);
  if (players.length !== expected.length)
    problems.push(`the rewriting found ${players.length} players, the index has ${expected.length}`);
  const others = addresses.filter((address) => !isPlayer(address));
  // What other tools' markup names: components, and what a script would load later.
  const more = `${lazy},${parts}`.split(',').map((entry) => entry.split(':').pop()).filter(Boolean);
  const found = under.placeholders.filter(
    ({ video }) =>
      !others.some((address) => video && address.includes(video)) && (expected.includes(video) || !more.includes(video)),
  );
  for (const id of more) {
    if (!under.placeholders.some(({ video }) => video === id)) problems.push(`no placeholder for ${id}`);
  }
  if (found.length !== expected.length) problems.push(`${found.length} placeholders, expected ${expected.length}`);
  expected.forEach((token, at) => {
    const problem = found[at] && differs(token, found[at]);
    if (problem) problems.push(`placeholder ${at + 1}: ${problem}`);
  });
  // The box is the frame's own, wherever the page puts that, and at whatever width.
  for (const width of WIDTHS) {
    const [wanted, got] = [alone, under].map(({ boxes }) => boxes[width] ?? []);
    if (found.length === expected.length && got.length === wanted.length) {
      got.forEach((box, at) => {
        const apart = box.some((side, index) => Math.abs(side - wanted[at][index]) > 1);
        if (apart) problems.push(`placeholder ${at + 1} at ${width}: box ${box}, the frame's is ${wanted[at]}`);
      });
    } else if (got.length !== wanted.length) {
      problems.push(`${got.length} boxes at ${width}, expected ${wanted.length}`);
    }
  }
  // A snippet of Google's that these pages carry unmarked is held, and their owner is told.
  const errors = without(under.errors, alone.errors).filter((error) => !error.startsWith('optgate: not-in-use'));
  const contacts = without(under.contacts, alone.contacts);
  for (const error of errors) problems.push(`an error of its own: ${error}`);
  for (const contact of contacts) problems.push(`a contact of its own: ${contact}`);
  for (const failure of [alone.failure, under.failure].filter(Boolean)) problems.push(failure);
  return {
    file,
    problems,
    errors,
    contacts,
    expected: expected.length,
    placeholders: found.length,
    note: others.length ? `, ${others.length} YouTube frames that are no players` : '',
  };
}

// `badid:` a player address without an id of 11 characters, `videoseries:LIST` a playlist, otherwise the id.
function differs(token, { video, list, link }) {
  if (token.startsWith('badid:')) return /^[\w-]{11}$/.test(video) ? `id ${video} for the malformed ${token}` : '';
  if (token.startsWith('videoseries:')) {
    const wanted = token.slice('videoseries:'.length);
    return list === wanted && !video ? '' : `video "${video}" and list "${list}" for ${token}`;
  }
  if (video !== token) return `id "${video}", expected "${token}"`;
  return link.includes(token) ? '' : `its link "${link}" does not lead to ${token}`;
}

async function open(file, html, isOurs) {
  site.reset();
  const address = `/pages/${file}`;
  site.put('corpus.localhost', address, { html: Buffer.from(html, 'latin1') });
  const mark = recorder.mark();
  const visitor = new Visitor({ browser, recorder, site, engine: 'chromium', records: new Map() });
  const errors = [];
  let placeholders = [];
  let failure = '';
  const boxes = {};
  try {
    await within(
      120_000,
      (async () => {
        await visitor.visit('http://corpus.localhost/-/empty.html', { ready: false });
        const end = await visitor.tab.listen((method, parameters) => errors.push(...failures(method, parameters)));
        await visitor.tab.command('Runtime.enable', {});
        await visitor.tab.command('Log.enable', {});
        await visitor.visit(`http://corpus.localhost${address}`, { ready: isOurs });
        await visitor.settle();
        placeholders = await visitor.eval(read);
        end();
        for (const width of WIDTHS) {
          const metrics = { width, height: 800, deviceScaleFactor: 1, mobile: false };
          await visitor.tab.command('Emulation.setDeviceMetricsOverride', metrics);
          boxes[width] = await visitor.eval(measure);
        }
      })(),
      file,
    );
  } catch (error) {
    if (error instanceof Trouble) throw error;
    failure = `${isOurs ? 'under the tag' : 'alone'}: ${error.message}`;
  }
  // The host for a look-up or connection, method, host and path for a request.
  const contacts = recorder
    .since(mark)
    .filter(({ host }) => GOOGLE.test(host))
    .map(({ kind, host, method, path: at }) => (kind === 'request' ? `${method} ${host}${at.split('?')[0]}` : host));
  await visitor.close().catch(() => {});
  recorder.drop();
  return { errors, placeholders, contacts, failure, boxes };
}

// Errors among the page's DevTools events, without what differs from load to load.
function failures(method, parameters) {
  const clean = (text) =>
    String(text)
      .split('\n')[0]
      .replace(/:\d+:\d+/g, '');
  if (method === 'Runtime.exceptionThrown')
    return [clean(parameters.exceptionDetails.exception?.description ?? parameters.exceptionDetails.text)];
  if (method === 'Runtime.consoleAPICalled' && ['error', 'assert'].includes(parameters.type)) {
    return [clean(parameters.args.map(({ value, description }) => value ?? description).join(' '))];
  }
  if (method === 'Log.entryAdded' && parameters.entry.level === 'error')
    return [clean(`${parameters.entry.text} ${parameters.entry.url ?? ''}`)];
  return [];
}

// In the page: every placeholder, in document order.
function read() {
  return [...document.querySelectorAll('optgate-frame')].map((frame) => ({
    video: frame.dataset.video ?? '',
    list: frame.dataset.list ?? '',
    link: frame.querySelector('a[href*="youtu"]')?.href ?? '',
  }));
}

// In the page: where each frame stands, or what took its place, as left, top, width and height.
async function measure() {
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
  return [...document.querySelectorAll('iframe[data-purpose],optgate-frame[data-purpose]')].map((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return [left + scrollX, top + scrollY, width, height].map(Math.round);
  });
}
