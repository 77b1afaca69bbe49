#!/usr/bin/env node
// Optgate beside its peers, in Chromium: `node tests/peers/bench.mjs [--rounds N] [--videos N]`. One round is every contender in an
// order of chance, each in a tab with storage of its own; figures of a contender are over the control of the same round. Trust
// ratios, and the spread in brackets: a busy machine makes all of them slower.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync } from 'node:zlib';

import { open } from '../clients/lib/site.mjs';
import { CONTENDERS } from './contenders.mjs';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' }, videos: { type: 'string', default: '1000' } } });
const rounds = Number(values.rounds);
const CONTROL = Object.keys(CONTENDERS)[0];
/** Milliseconds in which a page that has all it waits for comes to rest. */
const REST = 1000;
/** Milliseconds after which a contender is left out: some take the square of the number of videos. */
const PATIENCE = 30_000;
/** Pages by how many videos are on them: one with next to no text, an article, and one full of them. */
const PAGES = { poor: 0, article: 2, many: Number(values.videos) };
/** How many scripts one press on accept opens, and by how much the CPU is slowed then. */
const OPENED = 10;
const SLOWER = 4;

const paragraph = 'A text of a page as many pages have it, long enough for a line or two, with <a href="#">a link</a> in it. '.repeat(4);

function page({ head, embed }, videos, end = '') {
  const sections = Array.from({ length: videos && Math.max(videos, 40) }, (_, number) => {
    const video = number < videos ? embed(number, `video${String(number).padStart(6, '0')}`) : '';
    return `<section><h2>Part ${number}</h2>${videos > 40 ? '' : `<p>${paragraph}</p>`}${video}</section>`;
  });
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Bench</title>
<link rel="icon" href="data:,"><style>body { font: 16px/1.6 sans-serif; max-width: 860px; margin: auto } .embed { width: 560px; height: 315px; background: #222; overflow: hidden }</style>
${head}</head><body><h1>Bench</h1>${sections.join('\n')}<p id="privacy">Privacy</p>${end}</body></html>`;
}

const pages = { '/blank': '<!doctype html><title>Blank</title><link rel="icon" href="data:,">' };
const names = Object.keys(CONTENDERS);
const address = (name, kind) => `/${names.indexOf(name)}/${kind}`;
for (const name of names) {
  const contender = CONTENDERS[name];
  for (const [kind, videos] of Object.entries(PAGES)) pages[address(name, kind)] = page(contender, videos);
  if (contender.gated) {
    const scripts = Array.from({ length: OPENED }, (_, number) => contender.gated(`/opened/${number}.js`));
    pages[address(name, 'press')] = page(contender, 2, scripts.join(''));
  }
}
for (let number = 0; number < OPENED; number += 1) pages[`/opened/${number}.js`] = 'window.opened = (window.opened ?? 0) + 1;';
const folders = Object.assign({}, ...names.map((name) => CONTENDERS[name].folders));
const site = await open(pages, { folders });

/** Works on a page of a contender's, in a tab with storage of its own; `watch` runs in it before anything else. */
async function visit(name, kind, watch, work) {
  const { banner, videos } = CONTENDERS[name];
  const context = await site.browser.createBrowserContext();
  try {
    const tab = await context.newPage();
    const client = await tab.createCDPSession();
    // Some peers show nothing to what looks like a robot.
    await tab.setUserAgent((await site.browser.userAgent()).replace('Headless', ''));
    await tab.evaluateOnNewDocument(() => Object.defineProperty(Navigator.prototype, 'webdriver', { get: () => false }));
    await tab.evaluateOnNewDocument(watch);
    await tab.goto(`${site.origin}/blank`);
    site.served.length = 0;
    site.foreign.length = 0;
    const load = async () => {
      await tab.goto(site.origin + address(name, kind));
      const wanted = `performance.getEntriesByName('first-contentful-paint').length && ${banner} && ${videos ? `${videos} === ${PAGES[kind] ?? 2}` : true}`;
      await tab.waitForFunction(wanted, { timeout: PATIENCE, polling: 100 });
      await new Promise((done) => { setTimeout(done, REST); });
    };
    return await work(tab, client, load);
  } finally {
    await context.close();
  }
}

/** What a first visit costs: milliseconds of the main thread, to the first and to the largest paint; recalculations; bytes of the heap. */
const first = (name, kind) => visit(name, kind, watchPaint, async (tab, client, load) => {
  await client.send('Performance.enable', { timeDomain: 'threadTicks' });
  const metrics = async () => Object.fromEntries((await client.send('Performance.getMetrics')).metrics.map(({ name: metric, value }) => [metric, value]));
  const before = await metrics();
  await load();
  const after = await metrics();
  const paint = await tab.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0].startTime);
  const largest = await tab.evaluate(() => window.largest);
  await client.send('HeapProfiler.collectGarbage');
  const { usedSize } = await client.send('Runtime.getHeapUsage');
  return {
    'main thread, ms': (after.TaskDuration - before.TaskDuration) * 1000,
    'first paint, ms': paint,
    'largest paint, ms': largest,
    'style recalculations': after.RecalcStyleCount - before.RecalcStyleCount,
    'heap, kB': usedSize / 1000,
    files: site.served.filter((path) => !pages[path]),
    foreign: site.foreign.length,
  };
});

function watchPaint() {
  new PerformanceObserver((list) => { window.largest = list.getEntries().at(-1).startTime; }).observe({ type: 'largest-contentful-paint', buffered: true });
}

/** Milliseconds from a press on accept to the paint behind it, in steps of 8, on a slower CPU. */
const press = (name) => visit(name, 'press', watchEvents, async (tab, client, load) => {
  await load();
  await client.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await tab.click(CONTENDERS[name].accept);
  await tab.waitForFunction(`window.opened === ${OPENED} && window.slowest`, { timeout: PATIENCE, polling: 100 });
  return tab.evaluate(() => window.slowest);
});

function watchEvents() {
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries()) if (interactionId) window.slowest = Math.max(window.slowest ?? 0, duration);
  }).observe({ type: 'event', durationThreshold: 16 });
}

/** One that was too slow is measured no more; anything else that goes wrong ends the bench. */
function giveUp(error) {
  if (error.name !== 'TimeoutError') throw error;
}

const shuffled = (list) => list.map((item) => [Math.random(), item]).sort(([a], [b]) => a - b).map(([, item]) => item);
const middle = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const bytes = (files) => files.reduce((sum, path) => {
  const [prefix, folder] = Object.entries(folders).find(([start]) => path.startsWith(start));
  return sum + brotliCompressSync(readFileSync(join(folder, path.slice(prefix.length)))).length;
}, 0);

try {
  for (const [kind, videos] of Object.entries(PAGES)) {
    const rows = Object.fromEntries(names.map((name) => [name, []]));
    for (let round = 0; round < rounds; round += 1) {
      process.stderr.write(`${kind}: round ${round + 1} of ${rounds}\n`);
      for (const name of shuffled(names)) {
        if (rows[name]) rows[name] = await first(name, kind).then((row) => [...rows[name], row], giveUp);
      }
    }
    const figures = Object.keys(rows[CONTROL][0]).filter((figure) => figure.includes(',') || figure.includes(' '));
    console.log(`\nFirst visit, ${videos} videos: over a page with nothing, middle of ${rounds} [least to most]`);
    console.log(['', 'bytes, brotli', ...figures, 'foreign contacts'].join(' | '));
    for (const name of names.slice(1)) {
      if (!rows[name]) {
        console.log(`${name} | not there after ${PATIENCE / 1000} seconds`);
        continue;
      }
      const cells = figures.map((figure) => {
        const over = rows[name].map((row, round) => row[figure] - rows[CONTROL][round][figure]);
        return `${middle(over).toFixed(0)} [${Math.min(...over).toFixed(0)} to ${Math.max(...over).toFixed(0)}]`;
      });
      const [{ files }] = rows[name];
      console.log([name, bytes(files), ...cells, Math.max(...rows[name].map(({ foreign }) => foreign))].join(' | '));
    }
  }
  console.log(`\nPress on accept that opens ${OPENED} scripts, the CPU slowed ${SLOWER} times: ms to the next paint, middle of ${rounds} [least to most]`);
  for (const name of names.filter((each) => CONTENDERS[each].gated)) {
    const times = [];
    for (let round = 0; round < rounds; round += 1) times.push(await press(name));
    console.log(`${name} | ${middle(times)} [${Math.min(...times)} to ${Math.max(...times)}]`);
  }
} finally {
  await site.close();
}
