// What the doors cost where nothing matches: the same insertions and requests on a page whose doors are shut, and on one
// with `hold: "marked"`, which has none. Started by bench.mjs, inside the namespace; reports nanoseconds for each.
import { launch } from './engine/index.mjs';
import { furnish, report } from './namespace.mjs';
import { Recorder } from './recorder.mjs';
import { HOSTS, Site } from './site.mjs';
import { Visitor } from './visitor.mjs';

const [engine] = process.argv.slice(2);
furnish();
const site = new Site();
const recorder = await Recorder.start({ hosts: HOSTS, site: site.handle });
const browser = await launch(engine, {});
const visitor = new Visitor({ browser, recorder, site, engine, records: new Map() });
const best = {};
// The quickest of several rounds, in turns: what else the machine does only makes it slower.
for (let round = 0; round < 6; round += 1) {
  for (const hold of ['all', 'marked']) {
    await visitor.visit({ config: { hold }, body: '<p>Text</p>' });
    for (const [name, cost] of Object.entries(await visitor.eval(measure))) {
      best[name] ??= { all: Infinity, marked: Infinity };
      best[name][hold] = Math.min(best[name][hold], cost);
    }
  }
}
report({ engine, version: browser.version, best });
await visitor.close();
await browser.quit();
process.exit(0);

// In the page: nanoseconds that each of these takes.
function measure() {
  const box = document.createElement('div');
  const row = document.createElement('div');
  row.innerHTML = '<p><b>1</b></p>'.repeat(5);
  const picture = new Image();
  const pixel = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
  const works = {
    'appendChild of an element': () => box.appendChild(document.createElement('i')),
    'append of a tree of 11': () => box.append(row.cloneNode(true)),
    'innerHTML of 100 characters': () => {
      row.innerHTML = '<p class="text">A text of a page as many pages have it, with an <i>element</i> in it.</p><p>and another</p>';
    },
    'setAttribute of a class': () => box.setAttribute('class', 'a'),
    'src of a picture': () => {
      picture.src = pixel;
    },
  };
  const cost = {};
  for (const [name, work] of Object.entries(works)) {
    const times = 3000;
    const began = performance.now();
    for (let time = 0; time < times; time += 1) work();
    cost[name] = ((performance.now() - began) * 1e6) / times;
    box.textContent = '';
  }
  return cost;
}
