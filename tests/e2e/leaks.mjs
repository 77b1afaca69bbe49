#!/usr/bin/env node
// How much of unmarked content gets out before an answer, for each kind of markup and engine: a table for the README.
// `node tests/e2e/leaks.mjs [--loads 20] [--engine chromium,chromium-ordinary,firefox,webkit] [--only PATTERN]`
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { runInside } from './lib/namespace.mjs';
import { isBuilt } from './lib/site.mjs';

const { values: given } = parseArgs({
  options: {
    loads: { type: 'string', default: '20' },
    engine: { type: 'string', default: 'chromium,firefox,webkit' },
    only: { type: 'string', default: '' },
  },
});
if (!isBuilt()) {
  console.error('dist/script-tag/optgate.js is missing: run `cargo xtask dist` first');
  process.exit(2);
}
const engines = given.engine.split(',');
const cells = new Map();
for (const engine of engines) {
  const worker = fileURLToPath(new URL('lib/leak-worker.mjs', import.meta.url));
  const code = await runInside(worker, [engine, given.loads, given.only], (count) => {
    const share = (number) => Math.round((100 * number) / (count.loads - count.failed));
    // A request has its connection and its look-up: only what is more than that is told.
    const steps = { request: count.requested, connection: count.connected, 'look-up': count.looked };
    const told = Object.entries(steps).filter(([, number], at, all) => number > (all[at - 1]?.[1] ?? 0));
    const cell =
      count.failed === count.loads ? 'failed' : told.map(([step, number]) => `${step} ${share(number)}`).join(', ') || '0';
    console.error(`${engine}: ${count.kind}: ${cell}${count.failed ? `, ${count.failed} loads failed` : ''}`);
    cells.set(count.kind, { ...cells.get(count.kind), [engine]: cell });
  });
  if (code !== 0) process.exitCode = 1;
}
console.log(`| unmarked markup | ${engines.join(' | ')} |\n|${'---|'.repeat(engines.length + 1)}`);
for (const [kind, row] of cells) console.log(`| ${kind} | ${engines.map((engine) => row[engine] ?? '–').join(' | ')} |`);
if (cells.size === 0) process.exitCode = 1;
