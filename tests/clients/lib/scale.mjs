// Pages with few and with very many videos, and what one costs over the same page without the tag.
import { tab } from './site.mjs';

export const COUNTS = [1, 10, 100, 1000, 5000];

const TAG = '<script src="/optgate.js" data-google="G-TEST123" data-privacy="/privacy" data-imprint="/imprint" data-controller="Muster GmbH"></script>';
const video = (at) => `<section><h2>Part ${at}</h2><div><optgate-frame data-provider="youtube" data-video="film${String(at).padStart(7, '0')}" data-title="Film ${at}"></optgate-frame></div></section>`;

/** Boxes have a size of their own, so that the page is as long without the tag. */
const build = (count, tag) => `<!doctype html><html lang="en"><head>${tag}<meta charset="utf-8"><title>Scale</title><link rel="icon" href="data:,">
<style>div { width: 560px; height: 315px; background: #222; overflow: hidden }</style></head>
<body>${Array.from({ length: count }, (_, at) => video(at)).join('\n')}</body></html>`;

/** Pages by their paths: `/5000` with the tag, `/5000/alone` without it, and `/blank`. */
export const PAGES = Object.fromEntries([
  ['/blank', '<!doctype html><title>Blank</title><link rel="icon" href="data:,">'],
  ...COUNTS.flatMap((count) => [[`/${count}`, build(count, TAG)], [`/${count}/alone`, build(count, '')]]),
]);

/**
 * Opens a page in a tab of its own, on a CPU that is `slower` so many times, until it has been at rest for a second. All in milliseconds: `work`
 * of the main thread, `there` until the page had been parsed, `task` the longest task by the clock (0: below 50), and of our script alone `script`,
 * all its work, and `slice`, the longest without a break. But for `there` and `task` it is time of the CPU, which others do not lengthen.
 */
export async function visit(site, path, slower = 1) {
  const page = await tab(site.browser);
  const client = await page.createCDPSession();
  await page.evaluateOnNewDocument(watch);
  await page.goto(`${site.origin}/blank`);
  await client.send('Performance.enable', { timeDomain: 'threadTicks' });
  const time = async () => (await client.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
  const before = await time();
  await client.send('Emulation.setCPUThrottlingRate', { rate: slower });
  await page.tracing.start({ categories: ['devtools.timeline'] });
  await page.goto(site.origin + path);
  await page.waitForFunction((hasTag) => window.there && (!hasTag || document.querySelector('optgate-banner')), { polling: 100 }, !path.endsWith('/alone'));
  await new Promise((done) => { setTimeout(done, 1000); });
  const slices = ours(JSON.parse(new TextDecoder().decode(await page.tracing.stop())));
  const work = await time() - before;
  const found = await page.evaluate(() => ({ there: window.there, task: Math.max(0, ...window.tasks) }));
  await page.browserContext().close();
  return { work, ...found, script: slices.reduce((sum, each) => sum + each, 0), slice: Math.max(0, ...slices) };
}

/** In the page: tasks above 50 milliseconds, and when the last placeholder had come. */
function watch() {
  window.tasks = [];
  new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
  document.addEventListener('DOMContentLoaded', () => { window.there = performance.now(); });
}

/** How long the tag's script ran each time that the browser called it. */
function ours({ traceEvents }) {
  let end = 0;
  return traceEvents
    .filter(({ name, args }) => /^(EvaluateScript|FunctionCall)$/.test(name) && args.data?.url?.endsWith('/optgate.js'))
    .sort((one, other) => one.ts - other.ts)
    .filter(({ ts, dur }) => ts >= end && (end = ts + dur))
    .map(({ tdur }) => tdur / 1000);
}
