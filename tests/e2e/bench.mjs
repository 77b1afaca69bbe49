#!/usr/bin/env node
// What the doors cost where nothing matches, in nanoseconds for each insertion: `node tests/e2e/bench.mjs`
import { fileURLToPath } from 'node:url';

import { runInside } from './lib/namespace.mjs';
import { isBuilt } from './lib/site.mjs';

if (!isBuilt()) {
  console.error('dist/script-tag/optgate.js is missing: run `cargo xtask dist` first');
  process.exit(2);
}
let rows = 0;
for (const engine of ['chromium', 'firefox', 'webkit']) {
  const worker = fileURLToPath(new URL('lib/bench-worker.mjs', import.meta.url));
  const code = await runInside(worker, [engine], ({ version, best }) => {
    console.log(`\n${version}: nanoseconds, without doors and added by them`);
    for (const [name, { all, marked }] of Object.entries(best)) {
      console.log(`${name.padEnd(32)}${Math.round(marked).toString().padStart(8)}${Math.round(all - marked).toString().padStart(8)}`);
      rows += 1;
    }
  });
  if (code !== 0) process.exitCode = 1;
}
if (rows === 0) process.exitCode = 1;
