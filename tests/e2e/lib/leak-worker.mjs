// Loads pages with unmarked content of known hosts under the tag, again and again, and counts what got out before an
// answer. Started by leaks.mjs, inside the namespace; reports one value for each kind of markup.
import { launch } from './engine/index.mjs';
import { within } from './engine/process.mjs';
import { furnish, report } from './namespace.mjs';
import { Recorder } from './recorder.mjs';
import { HOSTS, Site } from './site.mjs';
import { Visitor } from './visitor.mjs';

const TAG = 'https://www.googletagmanager.com/gtag/js?id=G-TEST12345';
const SNIPPET = `<script>(function (w, d, s, l, i) { w[l] = w[l] || []; var f = d.getElementsByTagName(s)[0], j = d.createElement(s);
j.async = true; j.src = 'https://www.googletagmanager.com/gtm.js?id=' + i; f.parentNode.insertBefore(j, f); })(window, document, 'script', 'dataLayer', 'GTM-LEAK');</script>`;

/** Markup by the name that the table gives it; the elements stand where authors put them. */
const KINDS = {
  '`<script src>`': { head: `<script src="${TAG}"></script>` },
  '`<script async src>`': { head: `<script async src="${TAG}"></script>` },
  '`<link rel=preload>`': { head: `<link rel="preload" as="script" href="${TAG}">` },
  '`<link rel=stylesheet>`': { head: '<link rel="stylesheet" href="https://www.youtube.com/look.css">' },
  '`<link rel=preconnect>`': { head: '<link rel="preconnect" href="https://i.ytimg.com">' },
  '`<link rel=dns-prefetch>`': { head: '<link rel="dns-prefetch" href="https://i.ytimg.com">' },
  '`<iframe src>`': { body: '<iframe src="https://www.youtube.com/embed/leakleakleak"></iframe>' },
  '`<object data>`': { body: '<object data="https://www.youtube.com/v/leakleakleak"></object>' },
  '`<embed src>`': { body: '<embed src="https://www.youtube.com/v/leakleakleak">' },
  '`<img src>`': { body: '<img alt="" src="https://i.ytimg.com/vi/leak/0.jpg">' },
  '`<video poster>`': { body: '<video poster="https://i.ytimg.com/vi/leak/0.jpg"></video>' },
  'inline snippet that inserts a script': { head: SNIPPET },
  'inline snippet that writes a script': { head: `<script>document.write('<script src="${TAG}"><' + '/script>')</script>` },
  '`<iframe>` inserted by a script': {
    body: '<div id="place"></div><script>place.innerHTML = \'<iframe src="https://www.youtube.com/embed/leakleakleak"></iframe>\'</script>',
  },
};

const [engine, loads, pattern] = process.argv.slice(2);
furnish();
const site = new Site();
const recorder = await Recorder.start({ hosts: HOSTS, site: site.handle });
const browser = await launch(engine, {});
for (const [kind, markup] of Object.entries(KINDS)) {
  if (!new RegExp(pattern).test(kind)) continue;
  const count = { engine, kind, loads: Number(loads), looked: 0, connected: 0, requested: 0, failed: 0 };
  for (let load = 0; load < count.loads; load += 1) {
    site.reset();
    const visitor = new Visitor({ browser, recorder, site, engine, records: new Map() });
    const mark = recorder.mark();
    try {
      await within(60_000, visitor.visit({ attributes: { 'data-purposes': 'marketing' }, ...markup }), kind);
      await visitor.settle();
    } catch {
      count.failed += 1;
    }
    const seen = recorder.since(mark).filter(({ host }) => /google|youtube|ytimg/.test(host));
    count.looked += seen.some((event) => event.kind === 'dns');
    count.connected += seen.some((event) => event.kind === 'tcp');
    count.requested += seen.some((event) => event.kind === 'request');
    await visitor.close().catch(() => {});
    recorder.drop();
  }
  report(count);
}
await browser.quit();
process.exit(0);
