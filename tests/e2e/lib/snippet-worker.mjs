// Puts snippets of Google's on a page: alone, under the tag as they are, and under the tag once marked. Started by
// corpus.mjs, inside the namespace; reports one value a snippet.
import fs from 'node:fs';
import path from 'node:path';

import { launch } from './engine/index.mjs';
import { within } from './engine/process.mjs';
import { markSnippet } from './markup.mjs';
import { furnish, report } from './namespace.mjs';
import { GOOGLE, rows } from './pages.mjs';
import { Recorder } from './recorder.mjs';
import { HOSTS, Site } from './site.mjs';
import { Visitor } from './visitor.mjs';

const TAG =
  '<script src="/optgate.js" data-cfasync="false" data-purposes="analytics marketing" data-controller="Muster GmbH"></script>';

const [folder] = process.argv.slice(2);
furnish();
const site = new Site();
const recorder = await Recorder.start({ hosts: HOSTS, site: site.handle });
const browser = await launch('chromium');
for (const { file } of rows(fs.readFileSync(path.join(folder, 'index.tsv'), 'utf8'))) report(await compare(file));
await browser.quit();
process.exit(0);

async function compare(file) {
  const text = fs.readFileSync(path.join(folder, file), 'utf8');
  const problems = [];
  const alone = await contacts(file, text, {});
  const unmarked = await contacts(file, text, { tag: TAG });
  const marked = await contacts(file, markSnippet(text), { tag: TAG });
  const given = await contacts(file, markSnippet(text), { tag: TAG, give: true });
  for (const { failure } of [alone, unmarked, marked, given]) if (failure) problems.push(failure);
  if (marked.seen.length > 0) problems.push(`marked, and yet before consent: ${marked.seen.join(' ')}`);
  if (alone.seen.length > 0 && given.seen.length === 0) problems.push('marked, and given: nobody is contacted');
  return {
    file,
    problems,
    alone: alone.seen.length > 0,
    unmarked: unmarked.seen.length > 0,
    marked: marked.seen.length > 0,
    given: given.seen.length > 0,
    note: unmarked.seen.length > 0 ? `unmarked: ${unmarked.seen.join(' ')}` : '',
  };
}

/** Google's hosts that the page contacts until it has come to rest. */
async function contacts(file, snippet, { tag = '', give = false }) {
  site.reset();
  site.put('corpus.localhost', '/snippet', {
    html: `<!doctype html><html lang="de"><head>${tag}<meta charset="utf-8"><title>${file}</title></head><body><p>Text</p>${snippet}</body></html>`,
  });
  const mark = recorder.mark();
  const visitor = new Visitor({ browser, recorder, site, engine: 'chromium', records: new Map() });
  let failure = '';
  try {
    await within(
      60_000,
      (async () => {
        await visitor.visit('http://corpus.localhost/snippet', { ready: Boolean(tag) });
        if (give) {
          await visitor.eval(() => window.optgate.give());
          await visitor.settle();
        }
        await visitor.settle();
      })(),
      file,
    );
  } catch (error) {
    failure = error.message;
  }
  const seen = [...new Set(recorder.since(mark).map(({ host }) => host).filter((host) => GOOGLE.test(host)))];
  await visitor.close().catch(() => {});
  recorder.drop();
  return { seen, failure };
}
