#!/usr/bin/env node
// Runs the end-to-end tests: every scenario in every engine, in namespaces of their own.
// Needs Linux, root (or user namespaces), chromium, firefox-esr, webkit2gtk-driver, xvfb, openssl and
// iproute2, and python3 for the packet witness. Build first: `cargo xtask dist`.
import fs from 'node:fs';
import { parseArgs } from 'node:util';

import { runEngine } from './lib/batch.mjs';
import { ENGINE_NAMES } from './lib/engine/index.mjs';
import { EXPECTATIONS, matches, scenarios } from './lib/scenario.mjs';
import { isBuilt } from './lib/site.mjs';

const HELP = `node tests/e2e/run.mjs [options]
  --engine LIST   of ${ENGINE_NAMES.join(', ')} (default: all)
  --only PATTERN  scenarios whose name matches this regular expression
  --jobs N        engines at the same time (default 2)
  --silence N     seconds after which a worker that reports nothing is ended (default 300)
  --list          name the scenarios and end`;

const { values: given } = parseArgs({
  options: {
    engine: { type: 'string', default: ENGINE_NAMES.join(',') },
    only: { type: 'string' },
    jobs: { type: 'string', default: '2' },
    silence: { type: 'string', default: '300' },
    list: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});
const engines = given.engine.split(',').map((name) => name.trim());
const unknown = engines.find((name) => !ENGINE_NAMES.includes(name));
if (given.help || unknown) {
  console.log(unknown ? `there is no engine "${unknown}"\n${HELP}` : HELP);
  process.exit(unknown ? 2 : 0);
}
// Before the scenarios are read, some of which take the product's files apart.
if (!isBuilt()) {
  console.error('dist/script-tag/optgate.js is missing: run `cargo xtask dist` first');
  process.exit(2);
}
const all = await scenarios();
const chosen = engines.flatMap((engine) =>
  all.filter((scenario) => matches(scenario, engine, given.only)).map(({ id }) => ({ engine, id })),
);
if (given.list) {
  // In one piece: the end of the process would cut off what a pipe has not taken yet.
  fs.writeSync(1, chosen.map(({ engine, id }) => `${engine}  ${id}\n`).join(''));
  process.exit(0);
}

const results = [];
let seconds = 0;
let isBlind = false;
// WebKit waits more than it works: beside it each of the others has a core to itself.
const waiting = engines
  .filter((engine) => chosen.some((entry) => entry.engine === engine))
  .sort((one, other) => (other === 'webkit') - (one === 'webkit'));
await Promise.all(
  Array.from({ length: Math.max(1, Number(given.jobs)) }, async () => {
    for (let engine = waiting.shift(); engine; engine = waiting.shift()) await run(engine);
  }),
);
conclude();

async function run(engine) {
  const ids = chosen.filter((entry) => entry.engine === engine).map(({ id }) => id);
  const { count, excess, isBlind: isThisBlind } = await runEngine(engine, ids, {
    silence: 1000 * Number(given.silence),
    say: (line) => console.log(line),
    settle: (message) => results.push(judge(message)),
  });
  seconds += count;
  isBlind ||= isThisBlind;
  if (excess) results.push(print({ engine, id: excess, ms: 0, ok: false, detail: '' }));
}

// The table of expectations fails both ways: what it excuses must fail.
function judge({ failed, excuse, note, ...rest }) {
  if (excuse && !failed)
    return print({
      ...rest,
      ok: false,
      detail: `expectations.json excuses it (${excuse}), but it passes: remove the entry`,
    });
  return print({
    ...rest,
    ok: !failed || Boolean(excuse),
    note: excuse ? `  [excused: ${excuse}]` : note && `  [${note}]`,
    detail: excuse ? '' : rest.detail,
  });
}

function print(result) {
  const { engine, id, ms, ok, note = '', detail } = result;
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${engine.padEnd(17)} ${String(ms).padStart(6)} ms  ${id}${note}`);
  if (!ok && detail) console.log(detail.replace(/^/gm, '       '));
  return result;
}

function conclude() {
  for (const [engine, excused] of Object.entries(EXPECTATIONS)) {
    for (const id of Object.keys(excused)) {
      if (!all.some((scenario) => scenario.id === id))
        results.push(print({ engine, id: `expectations.json names no scenario: ${id}`, ms: 0, ok: false, detail: '' }));
    }
  }
  for (const { engine, id } of chosen) {
    if (!results.some((result) => result.engine === engine && result.id === id))
      results.push(print({ engine, id: `${id} (never ran)`, ms: 0, ok: false, detail: '' }));
  }
  const failed = results.filter(({ ok }) => !ok).length;
  console.log(`second runs: ${seconds}`);
  const unseen = isBlind ? '; no packet witness, since python3 is missing' : '';
  console.log(`${results.length - failed} passed, ${failed} failed${unseen}`);
  process.exitCode = failed || results.length === 0 ? 1 : 0;
}
