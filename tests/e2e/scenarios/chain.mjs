// Released scripts run one behind the other: none holds the others up for ever, and none runs that is not given any more.
import assert from 'node:assert/strict';

const ATTRIBUTES = { 'data-google': false, 'data-purposes': 'analytics marketing maps' };
const MARKED = 'type="text/plain" data-purpose="analytics"';

/** A script of the page that says `word`. */
const say = (word) => `(window.__said = window.__said || []).push(${JSON.stringify(word)});`;
const said = (visitor) => visitor.eval(() => window.__said ?? []);

async function says(visitor, wanted, what) {
  const same = async () => JSON.stringify(await said(visitor)) === JSON.stringify(wanted);
  await visitor.until(same, what).catch(async () => assert.deepEqual(await said(visitor), wanted, what));
}

const give = (visitor, ids) => visitor.eval((names) => void window.optgate.give(names), ids);
const withdraw = (visitor, ids) => visitor.eval((names) => void window.optgate.withdraw(names), ids);

/** A script of the site's own that comes after `wait` milliseconds. */
function put(visitor, name, { wait = 0 } = {}) {
  visitor.site.put('test.localhost', `/${name}.js`, { html: say(name), headers: { 'content-type': 'text/javascript' }, delay: wait });
  return `/${name}.js`;
}

export default [
  {
    title: 'one whose host needs more than its author wrote is reported, holds nobody up, and loads once that is given',
    async run(visitor) {
      await visitor.visit({
        attributes: ATTRIBUTES,
        body: `<script ${MARKED} src="https://www.googletagmanager.com/gtm.js?id=GTM-OTHER"></script>
          <script ${MARKED} data-src="${put(visitor, 'next')}"></script>`,
      });
      await give(visitor, 'analytics');
      await says(visitor, ['next'], 'the one behind it runs');
      await visitor.diagnosed('blocked', 'googletagmanager');
      await visitor.untouched(/googletagmanager/, 'a container needs both');
      await give(visitor, 'marketing');
      await visitor.contacted('www.googletagmanager.com', ({ path }) => path === '/gtm.js?id=GTM-OTHER');
      await visitor.noErrors();
    },
  },
  {
    title: 'what waits behind a slow one is taken back with its purpose, runs once it is given again, and once',
    async run(visitor) {
      await visitor.visit({
        attributes: ATTRIBUTES,
        body: `<script ${MARKED} data-src="${put(visitor, 'slow', { wait: 3000 })}"></script>
          <script ${MARKED}>${say('inline')}</script>
          <script ${MARKED} data-src="${put(visitor, 'file')}"></script>
          <script type="text/plain" data-purpose="maps">${say('maps')}</script>`,
      });
      // In one go, so that the slow one cannot have come meanwhile; it begins behind the turn that gives it.
      await visitor.eval(async () => {
        window.optgate.give('analytics maps');
        await new Promise((turn) => setTimeout(turn));
        window.optgate.withdraw('analytics');
      });
      await says(visitor, ['slow', 'maps'], 'it had begun, and what is still given runs');
      await give(visitor, 'analytics');
      await withdraw(visitor, 'analytics');
      await give(visitor, 'analytics');
      await says(visitor, ['slow', 'maps', 'inline', 'file'], 'given again');
      await visitor.settle();
      assert.deepEqual(await said(visitor), ['slow', 'maps', 'inline', 'file'], 'each once');
    },
  },
  {
    title: 'one that no browser runs holds nobody up: nomodule, a type with parameters, data',
    async run(visitor) {
      await visitor.visit({
        attributes: ATTRIBUTES,
        body: `<script ${MARKED} nomodule src="${put(visitor, 'old')}"></script>
          <script ${MARKED} data-type="text/javascript; charset=utf-8" src="/parameters.js"></script>
          <script type="text/template" data-purpose="analytics" data-src="/template.js"></script>
          <script ${MARKED} data-type="application/x-javascript" src="${put(visitor, 'x')}"></script>
          <script ${MARKED}>${say('last')}</script>`,
      });
      await give(visitor, 'analytics');
      await says(visitor, ['x', 'last'], 'those behind them run');
    },
  },
  {
    title: 'what a script of the page writes as HTML while the page loads runs in its place, and holds nobody up',
    async run(visitor) {
      const html = [`<script ${MARKED} src="${put(visitor, 'file')}"></script>`, `<script ${MARKED}>${say('inline')}</script>`];
      const text = (part) => JSON.stringify(part).replaceAll('</script>', '</scr" + "ipt>');
      await visitor.visit({
        attributes: ATTRIBUTES,
        body: `<div id="box"></div><script>
            document.querySelector('#box').innerHTML = ${text(html[0])};
            document.currentScript.insertAdjacentHTML('afterend', ${text(html[1])});
          </script><script ${MARKED} src="${put(visitor, 'last')}"></script>`,
      });
      await give(visitor, 'analytics');
      await says(visitor, ['file', 'inline', 'last'], 'all run in their order');
      await visitor.noErrors();
    },
  },
  {
    title: 'what a released script writes may write in turn, in its place, and the page stays',
    async run(visitor) {
      visitor.site.put('test.localhost', '/writer.js', {
        html: "document.write('<b id=\"outer\">a</b><script>document.write(\"<b id=inner>b</b>\")</scr' + 'ipt>');",
        headers: { 'content-type': 'text/javascript' },
      });
      await visitor.visit({ attributes: ATTRIBUTES, body: `<p id="own">Text</p><div id="here"><script ${MARKED} data-src="/writer.js"></script></div>` });
      await give(visitor, 'analytics');
      await visitor.appears('#here #inner');
      assert.equal(await visitor.eval(() => document.querySelector('#own')?.textContent), 'Text');
      assert.deepEqual(await visitor.eval(() => [...document.querySelectorAll('#here > *')].map(({ localName }) => localName)), ['script', 'b', 'script', 'b']);
      await visitor.noErrors();
    },
  },
  {
    title: 'the attribute data-type is ours where we keep a type in it, and nowhere else',
    async run(visitor) {
      await visitor.visit({
        attributes: ATTRIBUTES,
        body: `<script data-type="lazy" data-purpose="analytics" data-src="${put(visitor, 'lazy')}"></script>
          <script ${MARKED} data-type="module">${say('module')}</script>`,
      });
      await give(visitor, 'analytics');
      await visitor.until(async () => (await said(visitor)).length === 2, 'both').catch(() => {});
      assert.deepEqual((await said(visitor)).sort(), ['lazy', 'module']);
    },
  },
  {
    title: 'a film stops with its purpose',
    async run(visitor) {
      visitor.site.put('test.localhost', '/film.webm', { html: 'no film', headers: { 'content-type': 'video/webm' } });
      await visitor.visit({
        attributes: ATTRIBUTES,
        body: `<video id="own" data-purpose="maps" data-src="/film.webm"></video>
          <video id="inner"><source data-purpose="maps" data-src="/film.webm"></video>`,
      });
      /** HTML, "networkState": 0 is a player that has nothing to load. */
      const states = () => visitor.eval(() => [...document.querySelectorAll('video')].map(({ networkState }) => networkState));
      await give(visitor, 'maps');
      await visitor.until(async () => !(await states()).includes(0), 'both to look for their film');
      await withdraw(visitor, 'maps');
      await visitor.until(async () => (await states())[0] === 0, 'the first to stop').catch(async () => assert.equal((await states())[0], 0));
      assert.deepEqual(await visitor.eval(() => [...document.querySelectorAll('[src^="/film"]')].length), 0);
    },
  },
];
