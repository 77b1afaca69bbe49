#!/usr/bin/env node
// Opens every page of a folder in Chromium, under the tag and without it, and reports: placeholders against
// `index.tsv`, errors on the console that the page alone does not have, contacts of Google and YouTube that the page
// alone does not make. The folder's `index.tsv` has a header line and at least the columns `file`,
// `embeds_expected` and `ids`. Exit code 1 where something differs.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { runInside } from './lib/namespace.mjs';
import { isBuilt } from './lib/site.mjs';

const folder = process.argv[2] && path.resolve(process.argv[2]);
if (!folder || !fs.existsSync(path.join(folder, 'index.tsv'))) {
  console.error('node tests/e2e/corpus.mjs DIR: a folder with pages and an index.tsv');
  process.exit(2);
}
if (!isBuilt()) {
  console.error('dist/script-tag/optgate.js is missing: run `cargo xtask dist` first');
  process.exit(2);
}
const totals = { pages: 0, placeholders: 0, different: 0, errors: 0, contacts: 0 };
const code = await runInside(fileURLToPath(new URL('lib/corpus-worker.mjs', import.meta.url)), [folder], (page) => {
  totals.pages += 1;
  totals.placeholders += page.placeholders;
  totals.different += page.problems.length > 0;
  totals.errors += page.errors.length;
  totals.contacts += page.contacts.length;
  console.log(
    `${page.problems.length ? 'FAIL' : 'ok  '} ${page.file.padEnd(24)} ${page.placeholders} of ${page.expected} placeholders${page.note}`,
  );
  for (const problem of page.problems) console.log(`       ${problem}`);
});
const { pages, placeholders, errors, contacts, different } = totals;
const beyond = `${errors} errors and ${contacts} contacts that the page alone does not have`;
console.log(`${pages} pages, ${placeholders} placeholders, ${beyond}; ${different} pages differ`);
process.exitCode = code === 0 && totals.different === 0 && totals.pages > 0 ? 0 : 1;
