// Runs the scenarios in one engine, inside the namespace. Started by run.mjs, to which it reports
// one value a scenario.
import fs from 'node:fs';

import { launch } from './engine/index.mjs';
import { pause, within } from './engine/process.mjs';
import { furnish, report } from './namespace.mjs';
import { Recorder } from './recorder.mjs';
import { matches, scenarios } from './scenario.mjs';
import { HOSTS, Site } from './site.mjs';
import { Visitor } from './visitor.mjs';

/** No scenario may take longer, in milliseconds. */
const LIMIT = 90_000;

const [engine, pattern] = process.argv.slice(2);
const expected = JSON.parse(fs.readFileSync(new URL('../expectations.json', import.meta.url)))[engine] ?? {};
furnish();
const site = new Site();
const recorder = await Recorder.start({ hosts: HOSTS, site: site.handle });
const records = new Map();
let browser = null;
let options = '';

const list = (await scenarios()).filter((scenario) => matches(scenario, engine, pattern));
await control();
for (const scenario of list) report(await one(scenario));
await browser?.quit();
process.exit(0);

// A browser that runs with the options that the scenario needs.
async function ready(scenario) {
  const wanted = scenario.launch?.[engine] ?? {};
  if (browser && JSON.stringify(wanted) === options) return;
  await browser?.quit();
  browser = await launch(engine, wanted);
  options = JSON.stringify(wanted);
}

async function one(scenario) {
  const began = performance.now();
  let error = null;
  let note = '';
  let visitor = null;
  try {
    await ready(scenario);
    site.reset();
    visitor = new Visitor({ browser, recorder, site, engine, records });
    const mark = recorder.mark();
    note = await within(LIMIT, scenario.run(visitor), 'the scenario');
    // Traffic that the page has begun must not be counted as the next one's.
    if (recorder.since(mark).length > 0) await visitor.settle().catch(() => {});
    await visitor.close();
  } catch (caught) {
    error = caught;
    // A browser that no longer answers is replaced; the next scenario must not pay for this one.
    await within(5000, visitor?.close(), 'closing the tab').catch(async () => {
      await within(5000, browser?.quit(), 'the end of the browser').catch(() => {});
      browser = null;
    });
  }
  await drain();
  const excuse = expected[scenario.id];
  return {
    id: scenario.id,
    engine,
    ms: Math.round(performance.now() - began),
    failed: Boolean(error),
    note,
    excuse,
    detail: error ? String(error.stack ?? error) : '',
  };
}

// Goes on when the network is quiet.
async function drain() {
  for (let quiet = 0; quiet < 2;) {
    const mark = recorder.mark();
    await pause(30);
    quiet = recorder.mark() === mark ? quiet + 1 : 0;
  }
  recorder.drop();
}

// Before any verdict: a page that does contact foreign hosts is seen to do so.
async function control() {
  await ready({});
  const mark = recorder.mark();
  site.put('test.localhost', '/control', {
    html: `<!doctype html><title>Control</title>
    <script async src="https://www.googletagmanager.com/gtag/js?id=G-CONTROL1"></script><img alt="" src="https://i.ytimg.com/vi/control/0.jpg">
    <iframe src="https://www.youtube-nocookie.com/embed/control"></iframe><link rel="preconnect" href="https://img.youtube.com">`,
  });
  const tab = await browser.open('http://test.localhost/control');
  for (const host of ['www.googletagmanager.com', 'i.ytimg.com', 'www.youtube-nocookie.com']) {
    await recorder.seen(mark, (event) => event.kind === 'request' && event.host === host, {
      what: `${host} (the control page)`,
      limit: 30_000,
    });
  }
  // A private window ignores the hint in Chromium; the ordinary profile must show it.
  if (engine === 'chromium-ordinary') {
    await recorder.seen(mark, (event) => event.kind === 'tcp' && event.host === 'img.youtube.com', {
      what: 'a preconnect (the control page)',
    });
  }
  report({
    started: engine,
    version: browser.version,
    witness: recorder.hasWitness,
    hosts: new Set(recorder.since(mark).map(({ host }) => host)).size,
  });
  await tab.close(['http://test.localhost']);
  await drain();
}
