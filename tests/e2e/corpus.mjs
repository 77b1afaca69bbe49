#!/usr/bin/env node
// Opens every page of a folder in Chromium, under the tag and without it, and reports: placeholders against
// `index.tsv`, errors on the console that the page alone does not have, contacts of Google and YouTube that the page
// alone does not make. The folder's `index.tsv` has a header line and at least the columns `file`,
// `embeds_expected` and `ids`. A folder of snippets of Google's has the column `property_ids` instead: each is put on a page
// alone, under the tag, and marked, which must contact nobody before consent and Google after it. Exit code 1 where
// something differs.
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
const snippets = /\tproperty_ids\t/.test(fs.readFileSync(path.join(folder, 'index.tsv'), 'utf8').split('\n')[0]);
const totals = { pages: 0, different: 0 };
const worker = new URL(`lib/${snippets ? 'snippet' : 'corpus'}-worker.mjs`, import.meta.url);
const code = await runInside(fileURLToPath(worker), [folder], (page) => {
  if (page.again) return console.log(`again  ${page.again}`);
  totals.pages += 1;
  totals.different += page.problems.length > 0;
  for (const [name, value] of Object.entries(page)) {
    if (['number', 'boolean'].includes(typeof value)) totals[name] = (totals[name] ?? 0) + Number(value);
    else if (Array.isArray(value)) totals[name] = (totals[name] ?? 0) + value.length;
  }
  const found = snippets ? page.note : `${page.placeholders} of ${page.expected} placeholders${page.note}`;
  console.log(`${page.problems.length ? 'FAIL' : 'ok  '} ${page.file.padEnd(24)} ${found}`);
  for (const problem of page.problems) console.log(`       ${problem}`);
  return undefined;
});
const { pages, placeholders, errors, contacts, different, alone, unmarked, marked, given } = totals;
console.log(
  snippets
    ? `${pages} snippets before consent: ${alone} contact Google alone, ${unmarked} unmarked under the tag, ${marked} marked; ${given} once given`
    : `${pages} pages, ${placeholders} placeholders, ${errors} errors and ${contacts} contacts that the page alone does not have; ${different} pages differ`,
);
process.exitCode = code === 0 && different === 0 && pages > 0 ? 0 : 1;
