#!/usr/bin/env node
// Pages of 1 to 5,000 videos with the tag and without it, in Chromium slowed four times: `node tests/peers/scale.mjs [--rounds N]`. How long it
// takes until all placeholders stand, what each costs, and how long the longest slice of our own work is, which should be below 50 ms. `by the
// clock` is worth something on a machine that does nothing else; the rest is time of the CPU, to which the slowing of a busy machine adds too.
import { parseArgs } from 'node:util';

import { COUNTS, PAGES, visit } from '../clients/lib/scale.mjs';
import { open } from '../clients/lib/site.mjs';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } });
const rounds = Number(values.rounds);
const SLOWER = 4;

const middle = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

const site = await open(PAGES);
try {
  const rows = Object.fromEntries(COUNTS.map((count) => [count, []]));
  for (let round = 0; round < rounds; round += 1) {
    process.stderr.write(`scale: round ${round + 1} of ${rounds}\n`);
    for (const count of COUNTS) rows[count].push([await visit(site, `/${count}/alone`, SLOWER), await visit(site, `/${count}`, SLOWER)]);
  }
  console.log(`\nPages full of videos, the CPU slowed ${SLOWER} times, in ms: middle of ${rounds}`);
  console.log('videos | main thread over the page alone | for each further video | longest slice of ours | by the clock: parsed, all placeholders there (alone) | longest task, 0: below 50 (alone)');
  let last;
  for (const count of COUNTS) {
    const of = (figure) => middle(rows[count].map(([alone, tag]) => figure(tag, alone)));
    const over = of((tag, alone) => tag.work - alone.work);
    const further = last ? ((over - last.over) / (count - last.count)).toFixed(2) : '';
    const clock = (name) => `${of((tag) => tag[name]).toFixed(0)} (${of((tag, alone) => alone[name]).toFixed(0)})`;
    console.log([count, over.toFixed(0), further, of(({ slice }) => slice).toFixed(0), clock('there'), clock('task')].join(' | '));
    last = { count, over };
  }
} finally {
  await site.close();
}
