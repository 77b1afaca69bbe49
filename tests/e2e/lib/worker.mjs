// Runs some scenarios in one engine, inside the namespace. Started by batch.mjs, to which it reports
// one value when a scenario begins and one when it has ended.
import { launch } from './engine/index.mjs';
import { within } from './engine/process.mjs';
import { furnish, report } from './namespace.mjs';
import { Recorder } from './recorder.mjs';
import { EXPECTATIONS, scenarios } from './scenario.mjs';
import { HOSTS, Site } from './site.mjs';
import { Trouble } from './trouble.mjs';
import { Visitor } from './visitor.mjs';

/** No scenario may take longer, in milliseconds. */
const LIMIT = 120_000;

const [engine, task] = process.argv.slice(2);
/** The scenarios to tell, in this order, and those of them that are told once more. */
const { ids, again } = JSON.parse(task);
const expected = EXPECTATIONS[engine] ?? {};
furnish();
const site = new Site();
const recorder = await Recorder.start({ hosts: HOSTS, site: site.handle });
const records = new Map();
let browser = null;
let options = '';

const all = await scenarios();
await control();
for (const id of ids) {
  report({ begins: id });
  report(await one(all.find((scenario) => scenario.id === id)));
}
await browser?.quit();
process.exit(0);

// A browser that runs with the options that the scenario needs.
async function ready(scenario) {
  const wanted = scenario.launch?.[engine] ?? {};
  if (browser && JSON.stringify(wanted) === options) return;
  await replace();
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
    visitor = new Visitor({ browser, recorder, site, engine, records, isSecond: again.includes(scenario.id) });
    const mark = recorder.mark();
    note = await within(LIMIT, scenario.run(visitor), 'the scenario');
    // Traffic that the page has begun must not be counted as the next one's.
    if (recorder.since(mark).length > 0) await visitor.settle().catch(() => {});
    await visitor.close();
  } catch (caught) {
    error = caught;
    // A browser that may be in trouble is replaced; the next scenario must not pay for this one.
    const isClosed = await within(5000, visitor?.close(), 'closing the tab').then(
      () => true,
      () => false,
    );
    if (!isClosed || error instanceof Trouble) await replace();
  }
  await recorder.drain();
  const excuse = expected[scenario.id];
  return {
    id: scenario.id,
    engine,
    ms: Math.round(performance.now() - began),
    failed: Boolean(error),
    isTrouble: error instanceof Trouble,
    reason: String(error?.message).split('\n')[0],
    note,
    excuse,
    detail: error ? String(error.stack ?? error) : '',
  };
}

// Ends the browser; the next scenario starts another.
async function replace() {
  await within(5000, browser?.quit(), 'the end of the browser').catch(() => {});
  browser = null;
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
      limit: 60_000,
    });
  }
  // A private window ignores the hint in Chromium; the ordinary profile must show it.
  if (engine === 'chromium-ordinary') {
    await recorder.seen(mark, (event) => event.kind === 'tcp' && event.host === 'img.youtube.com', {
      what: 'a preconnect (the control page)',
    });
  }
  const { hasWitness } = recorder;
  const hosts = new Set(recorder.since(mark).map(({ host }) => host)).size;
  report({
    started: `${browser.version}; packet witness ${hasWitness ? 'on' : 'off'}; ${hosts} hosts of the control page seen`,
    hasWitness,
  });
  await tab.close(['http://test.localhost']);
  await recorder.drain();
}
