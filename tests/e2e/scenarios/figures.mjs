// What the tag costs a page, in figures that do not depend on the machine's speed: style recalculations
// and layout shift, on the article in `pages/article.html`, with two placeholders.
import assert from 'node:assert/strict';
import fs from 'node:fs';

import { WHOLE, tag } from '../lib/page.mjs';

/** Style recalculations that the tag may cause over the same page without it, placeholders included. */
const RECALCULATIONS = 4;
/** Loads of each page. The tag's median counts over the least that the page alone took. */
const LOADS = 5;

const ARTICLE = fs.readFileSync(new URL('../pages/article.html', import.meta.url), 'utf8');
const SLOT = '<!-- the tag stands here, or nothing does -->';
/** Painted first when it is whole: each frame before that, and there are more where it comes slowly, is a recalculation more. */
const article = (ours) => ARTICLE.replace(SLOT, ours + WHOLE);

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Loads a page in a fresh storage and gives Chromium's counters once it has come to rest. */
async function measure(visitor, url, isOurs) {
  await visitor.fresh();
  await visitor.visit(`http://test.localhost/-/empty.html`, { ready: false });
  await visitor.tab.command('Performance.enable', {});
  await visitor.visit(url, { ready: isOurs });
  if (isOurs) {
    const drawn = () =>
      document.querySelector('optgate-banner') !== null && document.querySelectorAll('.optgate-player').length === 2;
    await visitor.until(() => visitor.eval(drawn), 'banner and placeholders');
  }
  // At rest: twice a quarter of a second without another recalculation or layout.
  let last = null;
  for (let quiet = 0; quiet < 2;) {
    await visitor.eval(
      () =>
        new Promise((resolve) => {
          setTimeout(resolve, 250);
        }),
    );
    const { metrics } = await visitor.tab.command('Performance.getMetrics');
    const now = Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
    quiet =
      last && last.RecalcStyleCount === now.RecalcStyleCount && last.LayoutCount === now.LayoutCount ? quiet + 1 : 0;
    last = now;
  }
  return { recalculations: last.RecalcStyleCount, shifts: await visitor.layoutShifts() };
}

/** A prelude: counts how often cookies are read. Nobody looks at the page meanwhile, or away from it, when cookies are read too. */
const COUNTED = `addEventListener('focus', function (event) { event.stopImmediatePropagation(); }, true);
document.addEventListener('visibilitychange', function (event) { event.stopImmediatePropagation(); }, true);
(function () {
  var { get, set } = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
  window.__reads = 0;
  Object.defineProperty(document, 'cookie', { set: set, get: function () { window.__reads += 1; return get.call(document); } });
})();`;

/** How often cookies are read until a page with so many gated scripts asks, and by an answer. */
async function reads(visitor, scripts) {
  await visitor.fresh();
  const gated = '<script type="text/plain" data-purpose="analytics">window.__ran = (window.__ran || 0) + 1;</script>';
  await visitor.visit({ prelude: COUNTED, body: `<p>Text</p>${gated.repeat(scripts)}` });
  await visitor.appears('optgate-banner');
  const counts = await visitor.eval(() => {
    const atStart = window.__reads;
    window.optgate.give();
    return { atStart, byAnswer: window.__reads - atStart };
  });
  await visitor.until(() => visitor.eval((wanted) => window.__ran === wanted, scripts), 'the scripts');
  return counts;
}

export default [
  {
    title: 'cookies are read no oftener where more is gated',
    engines: ['chromium'],
    async run(visitor) {
      const few = await reads(visitor, 1);
      assert.ok(few.atStart > 0 && few.byAnswer > 0, 'reads are counted');
      assert.deepEqual(await reads(visitor, 20), few);
      return `${few.atStart} reads at the start, ${few.byAnswer} by an answer`;
    },
  },
  {
    title: `a first visit causes at most ${RECALCULATIONS} style recalculations and no layout shift`,
    engines: ['chromium'],
    async run(visitor) {
      assert.ok(ARTICLE.includes(SLOT) && ARTICLE.includes('id="end"'));
      const control = visitor.place({ html: article('') });
      const ours = visitor.place({ html: article(tag()) });
      const counts = { control: [], ours: [] };
      for (let load = 0; load < LOADS; load += 1) {
        counts.control.push((await measure(visitor, control, false)).recalculations);
        const { recalculations, shifts } = await measure(visitor, ours, true);
        counts.ours.push(recalculations);
        assert.deepEqual(shifts, [], 'layout shifts');
      }
      const caused = median(counts.ours) - Math.min(...counts.control);
      assert.ok(caused <= RECALCULATIONS, `${caused} style recalculations: ${JSON.stringify(counts)}`);
      return `${caused} recalculations: ${median(counts.ours)} with the tag, ${Math.min(...counts.control)} without`;
    },
  },
];
