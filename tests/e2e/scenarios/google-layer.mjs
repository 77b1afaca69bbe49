// The data layer and a container of Tag Manager: what it hears once it comes, and what is never worked off later.
import assert from 'node:assert/strict';

import { GOOGLE } from '../lib/page.mjs';

const CONTAINER = 'GTM-TEST123';
const FOREIGN = 'GTM-OTHER45';
const HITS = 'www.google-analytics.com';

const give = (visitor, ids) => visitor.eval((all) => window.optgate.give(all), ids);
const push = (visitor, entry) => visitor.eval((it) => void window.dataLayer.push(it), entry);

/** What a container has heard, once it runs. */
const heard = (visitor, id = CONTAINER) =>
  visitor.until(() => visitor.eval((name) => window.__gtm_seen?.[name] ?? null, id), `the container ${id}`);

const starts = (visitor) => visitor.eval(() => window.dataLayer.filter((entry) => entry?.['gtm.start']).length);

const hit = (visitor, name) => visitor.contacted(HITS, ({ path }) => path.includes(`en=${name}&`));

/** The container's snippet as Google hands it out. */
const snippet = (id, mark = '') => `<script ${mark}>(function(w,d,s,l,i){w[l]=w[l]||[];w[l].push({'gtm.start':
new Date().getTime(),event:'gtm.js'});var f=d.getElementsByTagName(s)[0],
j=d.createElement(s),dl=l!='dataLayer'?'&l='+l:'';j.async=true;j.src=
'https://www.googletagmanager.com/gtm.js?id='+i+dl;f.parentNode.insertBefore(j,f);
})(window,document,'script','dataLayer','${id}');</script>`;

const snippets = (title, mark) => ({
  title: `a container's own snippet, ${title}: it is started once, and hears nothing from before the answer`,
  async run(visitor) {
    visitor.mark();
    await visitor.visit({
      attributes: { 'data-google': CONTAINER },
      config: { gtm: { [CONTAINER]: ['analytics'] } },
      head: snippet(CONTAINER, mark),
    });
    await push(visitor, { event: 'early' });
    await visitor.silent('before the answer');
    await give(visitor, 'analytics');
    await heard(visitor);
    await visitor.settle();
    assert.deepEqual((await heard(visitor)).events, []);
    assert.equal(await starts(visitor), 1);
    await visitor.noErrors();
  },
});

export default [
  snippets('unmarked', ''),
  snippets('marked', 'type="text/plain" data-purpose="analytics"'),
  {
    title: 'objects with an event count while a container may hear them; what names no event waits for it',
    async run(visitor) {
      const head = `<script>dataLayer = window.dataLayer || [];
        dataLayer.push({ userType: 'x' }, { event: 'early', ecommerce: { value: 1 } },
          { event: 'left', eventCallback: function () { window.__went = (window.__went || 0) + 1; } });</script>`;
      await visitor.visit({ attributes: { 'data-google': CONTAINER }, config: { reload: false }, head });
      await visitor.until(() => visitor.eval(() => window.__went === 1), 'the callback of an event that is dropped');
      await give(visitor, 'marketing');
      await push(visitor, { event: 'half' });
      await push(visitor, { basket: 3 });
      await give(visitor, 'analytics');
      const { events, model } = await heard(visitor);
      assert.deepEqual([events, model.userType, model.basket, model.ecommerce], [[], 'x', 3, undefined]);
      await push(visitor, { event: 'late' });
      assert.deepEqual((await heard(visitor)).events, ['late']);
      await visitor.eval(() => window.optgate.withdraw('analytics'));
      await push(visitor, { event: 'withdrawn' });
      await visitor.eval(() => {
        window.dataLayer.push({ event: 'left', eventCallback: () => (window.__went += 1) });
      });
      await visitor.until(() => visitor.eval(() => window.__went === 2), 'the callback after the withdrawal');
      await give(visitor, 'analytics');
      await push(visitor, { event: 'again' });
      assert.deepEqual((await heard(visitor)).events, ['late', 'again']);
      await visitor.noErrors();
    },
  },
  {
    title: 'a container that the site marks by itself hears all that the page pushes, and a withdrawal loads the page again',
    async run(visitor) {
      const head = `<script>dataLayer = window.dataLayer || []; dataLayer.push({ event: 'early' });</script>
        ${snippet(FOREIGN, 'type="text/plain" data-purpose="analytics marketing"')}`;
      await visitor.visit({ attributes: { 'data-google': GOOGLE, 'data-purposes': 'analytics marketing' }, head });
      await visitor.silent('before the answer');
      await give(visitor, 'analytics marketing');
      await heard(visitor, FOREIGN);
      await push(visitor, { event: 'bought', value: 5 });
      const { events, model } = await heard(visitor, FOREIGN);
      assert.deepEqual([events, model.value], [['early', 'bought'], 5]);
      assert.equal(await starts(visitor), 1);
      await visitor.noErrors();
      await visitor.eval(() => {
        window.__left = true;
        window.optgate.withdraw();
      });
      await visitor.until(() => visitor.eval(() => !window.__left && document.readyState === 'complete'), 'the new page');
      await visitor.settle();
      visitor.mark();
      await visitor.silent('on the new page');
    },
  },
  {
    title: 'a data layer that a page puts in place of ours is heard like it',
    async run(visitor) {
      const head = `<script>dataLayer = [{ userType: 'x' }, { event: 'early' }];
        function gtag() { dataLayer.push(arguments); }
        gtag('event', 'command');
        window.dataLayer = window.dataLayer || [];</script>`;
      await visitor.visit({
        attributes: { 'data-google': `${GOOGLE} ${CONTAINER}` },
        config: { gtm: { [CONTAINER]: ['analytics'] }, reload: false },
        head,
      });
      await give(visitor, 'analytics');
      await hit(visitor, 'page_view');
      const { events, model } = await heard(visitor);
      assert.deepEqual([events, model.userType], [[], 'x']);
      await visitor.reload();
      await hit(visitor, 'page_view');
      await hit(visitor, 'command');
      const again = await heard(visitor);
      assert.deepEqual([again.events, again.model.userType], [['early', 'command'], 'x']);
      assert.equal(await starts(visitor), 1);
      await visitor.noErrors();
    },
  },
];
