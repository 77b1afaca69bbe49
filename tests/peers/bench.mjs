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
const PAGES = { article: 2, many: Number(values.videos) };

const paragraph = 'A text of a page as many pages have it, long enough for a line or two, with <a href="#">a link</a> in it. '.repeat(4);

function page({ head, embed }, videos) {
  const sections = Array.from({ length: Math.max(videos, 40) }, (_, number) => {
    const video = number < videos ? embed(number, `video${String(number).padStart(6, '0')}`) : '';
    return `<section><h2>Part ${number}</h2>${videos > 40 ? '' : `<p>${paragraph}</p>`}${video}</section>`;
  });
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Bench</title>
<link rel="icon" href="data:,"><style>body { font: 16px/1.6 sans-serif; max-width: 860px; margin: auto } .embed { width: 560px; height: 315px; background: #222; overflow: hidden }</style>
${head}</head><body><h1>Bench</h1>${sections.join('\n')}<p id="privacy">Privacy</p></body></html>`;
}

const pages = { '/blank': '<!doctype html><title>Blank</title><link rel="icon" href="data:,">' };
const names = Object.keys(CONTENDERS);
const address = (name, kind) => `/${names.indexOf(name)}/${kind}`;
for (const name of names) {
  for (const [kind, videos] of Object.entries(PAGES)) pages[address(name, kind)] = page(CONTENDERS[name], videos);
}
const folders = Object.assign({}, ...names.map((name) => CONTENDERS[name].folders));
const site = await open(pages, folders);

/** What one visit costs: milliseconds of the main thread, to the first paint; style recalculations; bytes of the heap. */
async function visit(name, kind) {
  const { banner, videos } = CONTENDERS[name];
  const context = await site.browser.createBrowserContext();
  const tab = await context.newPage();
  const client = await tab.createCDPSession();
  try {
    // Some peers show nothing to what looks like a robot.
    await tab.setUserAgent((await site.browser.userAgent()).replace('Headless', ''));
    await tab.evaluateOnNewDocument(() => Object.defineProperty(Navigator.prototype, 'webdriver', { get: () => false }));
    await tab.goto(`${site.origin}/blank`);
    await client.send('Performance.enable', { timeDomain: 'threadTicks' });
    const metrics = async () => Object.fromEntries((await client.send('Performance.getMetrics')).metrics.map(({ name, value }) => [name, value]));
    const before = await metrics();
    site.asked.length = 0;
    site.foreign.length = 0;
    await tab.goto(site.origin + address(name, kind));
    const wanted = `${banner} && ${videos ? `${videos} === ${PAGES[kind]}` : true}`;
    await tab.waitForFunction(wanted, { timeout: PATIENCE, polling: 100 });
    await new Promise((done) => { setTimeout(done, REST); });
    const after = await metrics();
    const paint = await tab.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0].startTime);
    await client.send('HeapProfiler.collectGarbage');
    const { usedSize } = await client.send('Runtime.getHeapUsage');
    return {
      'main thread, ms': (after.TaskDuration - before.TaskDuration) * 1000,
      'first paint, ms': paint,
      'style recalculations': after.RecalcStyleCount - before.RecalcStyleCount,
      'heap, kB': usedSize / 1000,
      files: site.asked.filter((path) => !pages[path]),
      foreign: site.foreign.length,
    };
  } finally {
    await context.close();
  }
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
        if (rows[name]) rows[name] = await visit(name, kind).then((row) => [...rows[name], row], giveUp);
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
      const [first] = rows[name];
      console.log([name, bytes(first.files), ...cells, Math.max(...rows[name].map(({ foreign }) => foreign))].join(' | '));
    }
  }
} finally {
  await site.close();
}
