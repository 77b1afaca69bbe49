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
const EMPTY = '<script src="/empty.js"></script>';
/** Does an iframe with this address show a player? `/embed/` and the old `/v/` do; a watch page refuses. */
const isPlayer = (address) => /^\s*(?:https?:)?\/\/[^/]+\/+(?:embed|v)\//i.test(address);
/** What is told of a page that could not be shown. */
const NOTHING = { errors: [], contacts: [], expected: 0, placeholders: 0, note: '' };
const sum = (shifts) => shifts.reduce((all, { value }) => all + value, 0);
const without = (list, known) => [...new Set(list)].filter((entry) => !known.includes(entry));

/** Widths of the window at which boxes are compared; the second one is a resize. */
const WIDTHS = [1280, 390];
const HEIGHT = 800;
/** Milliseconds behind a press in which nothing else may move, and before it, to know what moves by itself. */
const WATCHED = 500;
/** Layout shift that is nothing: browsers round. */
const STILL = 0.001;

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
  const { html, addresses, live } = closeFrames(text);
  const alone = await open(file, html, false);
  // Rules that ask for an address find it in a frame that has one.
  const { boxes: wantedBoxes } = /\[\s*src/i.test(text) ? await open(file, live, false) : alone;
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
    const [wanted, got] = [wantedBoxes, under.boxes].map((boxes) => boxes[width] ?? []);
    if (found.length === expected.length && got.length === wanted.length) {
      got.forEach((box, at) => {
        const apart = box.some((side, index) => Math.abs(side - wanted[at][index]) > 1);
        if (apart) problems.push(`placeholder ${at + 1} at ${width}: box ${box}, the frame's is ${wanted[at]}`);
      });
    } else if (got.length !== wanted.length) {
      problems.push(`${got.length} boxes at ${width}, expected ${wanted.length}`);
    }
  }
  const { shift, isRestless } = await shiftOfOurs(file, html, alone, under);
  if (shift > STILL) {
    const moved = under.shifts.flatMap((each) => each.moved).slice(0, 3);
    problems.push(`layout shift of ${shift.toFixed(4)} of its own: ${moved.join('; ')}`);
  }
  for (const change of under.changes.slice(0, 5)) problems.push(`after the press: ${change}`);
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
    note: [
      others.length && `${others.length} YouTube frames that are no players`,
      found.length && !under.pressed && 'none to press',
      isRestless && 'moves by itself while it is parsed',
    ]
      .filter(Boolean)
      .map((part) => `, ${part}`)
      .join(''),
  };
}

// How much more moves than on the page alone, the least of three loads. A page may be painted before the rest of it has come: one that moves under
// an empty script in the tag's place too moves by itself, by as much as chance will have it.
async function shiftOfOurs(file, html, alone, under) {
  let shift = sum(under.shifts) - sum(alone.shifts);
  for (let load = 0; load < 2 && shift > STILL; load += 1) {
    if (sum((await open(file, insertFirst(html, EMPTY), false)).shifts) > STILL) return { shift: 0, isRestless: true };
    shift = Math.min(shift, sum((await open(file, insertFirst(html, TAG), true)).shifts) - sum(alone.shifts));
  }
  return { shift, isRestless: false };
}

// `badid:` a player address without an id of 11 characters, `videoseries:LIST` a playlist, otherwise the id.
function differs(token, { video, list, link, isFar }) {
  if (token.startsWith('badid:')) return /^[\w-]{11}$/.test(video) ? `id ${video} for the malformed ${token}` : '';
  if (token.startsWith('videoseries:')) {
    const wanted = token.slice('videoseries:'.length);
    return list === wanted && !video ? '' : `video "${video}" and list "${list}" for ${token}`;
  }
  if (video !== token) return `id "${video}", expected "${token}"`;
  // Beyond the twentieth the link comes with the rest, when it is near.
  return isFar || link.includes(token) ? '' : `its link "${link}" does not lead to ${token}`;
}

async function open(file, html, isOurs) {
  site.reset();
  const address = `/pages/${file}`;
  site.put('corpus.localhost', address, { html: Buffer.from(html, 'latin1') });
  site.put('corpus.localhost', '/empty.js', { html: '', headers: { 'content-type': 'text/javascript' } });
  const mark = recorder.mark();
  const visitor = new Visitor({ browser, recorder, site, engine: 'chromium', records: new Map() });
  const errors = [];
  let placeholders = [];
  let failure = '';
  let shifts = [];
  let contacts = [];
  let pressed = false;
  let changes = [];
  const boxes = {};
  const widen = async (width) => {
    await visitor.tab.command('Emulation.setDeviceMetricsOverride', { width, height: HEIGHT, deviceScaleFactor: 1, mobile: false });
    await visitor.eval(drawn);
  };
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
        shifts = await visitor.layoutShifts();
        end();
        for (const width of WIDTHS) {
          await widen(width);
          boxes[width] = await visitor.eval(measure, !isOurs);
        }
        contacts = contacted(mark);
        if (isOurs && placeholders.length) {
          await widen(WIDTHS[0]);
          ({ pressed, changes } = await press(visitor));
        }
      })(),
      file,
    );
  } catch (error) {
    if (error instanceof Trouble) throw error;
    failure = `${isOurs ? 'under the tag' : 'alone'}: ${error.message}`;
  }
  await visitor.close().catch(() => {});
  recorder.drop();
  return { errors, placeholders, contacts, failure, boxes, shifts, pressed, changes };
}

// Whom of Google's the page contacted: the host for a look-up or connection, method, host and path for a request.
function contacted(mark) {
  return recorder
    .since(mark)
    .filter(({ host }) => GOOGLE.test(host))
    .map(({ kind, host, method, path: at }) => (kind === 'request' ? `${method} ${host}${at.split('?')[0]}` : host));
}

// Presses play in the first placeholder that can be pressed, in a small one on the button of its notice too. `changes` are the boxes of
// all else in the page that are others then and were not about to change by themselves.
async function press(visitor) {
  const at = await visitor.eval(pressable, '.optgate-player > [data-optgate=play]');
  if (!at) return { pressed: false, changes: [] };
  const before = await visitor.eval(outlines, WATCHED);
  await visitor.tab.pressAt(at.x, at.y);
  const own = await visitor.eval(pressable, '.optgate-open > div > [data-optgate=play]');
  if (own) await visitor.tab.pressAt(own.x, own.y);
  const after = await visitor.eval(outlines, WATCHED);
  const pressed = await visitor.eval(() => document.querySelector('optgate-frame[data-optgate-state=once]') != null);
  const changes = after.flatMap(({ name, boxes: seen }, index) => {
    const [still, ...others] = before[index]?.name === name ? before[index].boxes : [];
    if (!still) return [`${name} was not there`];
    // A page that is scrolled by a part of a pixel rounds otherwise.
    const isNear = (box) => box === still || box.split(' ').every((side, index) => Math.abs(side - still.split(' ')[index]) <= 1);
    const moved = seen.find((box) => !isNear(box));
    return moved && !others.length ? [`${name} from ${still} to ${moved}`] : [];
  });
  return { pressed, changes };
}

// Errors among the page's DevTools events, without what differs from load to load: which part of a missing file is asked for first, too.
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
    return [clean(`${parameters.entry.text} ${(parameters.entry.url ?? '').split('#')[0]}`)];
  return [];
}

// In the page: every placeholder, in document order.
function read() {
  return [...document.querySelectorAll('optgate-frame')].map((frame) => ({
    video: frame.dataset.video ?? '',
    list: frame.dataset.list ?? '',
    link: frame.querySelector('a[href*="youtu"]')?.href ?? '',
    isFar: frame.dataset.optgateState === 'far',
  }));
}

// In the page: two frames have been drawn.
async function drawn() {
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
}

// In the page: the middle of the first element of `selector` that nothing covers; scrolled to where it has to be.
async function pressable(selector) {
  for (const element of document.querySelectorAll(selector)) {
    for (const isScrolled of [false, true]) {
      if (isScrolled) element.scrollIntoView({ block: 'center', behavior: 'instant' });
      for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
      const { x, y, width, height } = element.getBoundingClientRect();
      const at = { x: x + width / 2, y: y + height / 2 };
      if (width && height && element.contains(document.elementFromPoint(at.x, at.y))) return at;
    }
  }
  return null;
}

// In the page: the boxes that each element has, but what stands in placeholders, in the frames of so many milliseconds; without repetitions.
async function outlines(time) {
  const elements = [...document.querySelectorAll('body *:not(optgate-frame *)')];
  const seen = elements.map(() => new Set());
  const end = performance.now() + time;
  do {
    await new Promise(requestAnimationFrame);
    elements.forEach((element, at) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      seen[at].add(width || height ? [left + scrollX, top + scrollY, width, height].map(Math.round).join(' ') : 'no box');
    });
  } while (performance.now() < end);
  return elements.map((element, at) => ({ name: `${element.localName} ${at}`, boxes: [...seen[at]] }));
}

// In the page: where each iframe stands, or what took its place, as left, top, width and height. Other elements are not marked here.
// What it is compared with is laid out `afresh`: Chromium forgets parts of it when the window changes (padding of an inline element around a block).
function measure(afresh) {
  if (afresh) {
    const { style } = document.documentElement;
    style.setProperty('display', 'none', 'important');
    document.documentElement.getBoundingClientRect();
    style.removeProperty('display');
  }
  return [...document.querySelectorAll('iframe[data-purpose],optgate-frame[data-purpose][data-optgate-box=iframe]')].map((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return [left + scrollX, top + scrollY, width, height].map(Math.round);
  });
}
