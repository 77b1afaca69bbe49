#!/usr/bin/env node
// Takes a picture of a page of the sites under test, in Chromium, inside the closed network.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { runInside } from './lib/namespace.mjs';

const HELP = `node tests/e2e/shot.mjs URL-PATH OUT.png|OUT.webp [options]
  --host NAME         default muster.localhost
  --width N           default 1280        --height N       default 900
  --dark              the dark scheme     --forced-colors  forced colours
  --lang TAG          the browser's language, and the page's
  --dir rtl           the page's direction
  --config JSON       settings, as a block before the page's tag
  --before SELECTOR   press this on a visit before this one, without these settings
  --click SELECTOR    press this first (repeatable)
  --scroll SELECTOR   scroll this into view
  --see SELECTOR      wait until this is seen
  --full              the whole page instead of the window
  --of SELECTOR       this part of the page alone`;

let given;
try {
  given = parseArgs({
    allowPositionals: true,
    options: {
      host: { type: 'string', default: 'muster.localhost' },
      width: { type: 'string', default: '1280' },
      height: { type: 'string', default: '900' },
      dark: { type: 'boolean' },
      'forced-colors': { type: 'boolean' },
      lang: { type: 'string' },
      dir: { type: 'string' },
      config: { type: 'string' },
      before: { type: 'string' },
      click: { type: 'string', multiple: true, default: [] },
      scroll: { type: 'string' },
      see: { type: 'string' },
      full: { type: 'boolean' },
      of: { type: 'string' },
    },
  });
} catch (error) {
  given = { positionals: [], error };
}
if (given.positionals.length !== 2) {
  console.error(given.error ? `${given.error.message}\n${HELP}` : HELP);
  process.exit(2);
}
const [page, out] = given.positionals;
const wanted = { ...given.values, page, out: path.resolve(out) };
process.exitCode = await runInside(
  fileURLToPath(new URL('lib/shot-worker.mjs', import.meta.url)),
  [JSON.stringify([wanted])],
  ({ error }) => {
    if (error) console.error(error);
  },
);
