// Marked content of every kind: closed until its purpose is given, opened as its author wrote it, and closed again.
import assert from 'node:assert/strict';

import { FIRST } from '../lib/page.mjs';
import { Site } from '../lib/site.mjs';

const PURPOSES = { 'data-google': false, 'data-purposes': 'analytics maps extra' };

const give = (visitor, ids) => visitor.eval((names) => void window.optgate.give(names), ids);
const withdraw = (visitor, ids) => visitor.eval((names) => void window.optgate.withdraw(names), ids);

/** What scripts of the page have said so far. */
const said = (visitor) => visitor.eval(() => window.__said ?? []);

async function saysInTheEnd(visitor, wanted, what) {
  const same = async () => JSON.stringify(await said(visitor)) === JSON.stringify(wanted);
  await visitor.until(same, what).catch(async () => assert.deepEqual(await said(visitor), wanted, what));
}

/** A script of the page that says `word`. */
const say = (word) => `(window.__said = window.__said || []).push(${JSON.stringify(word)});`;

/** Puts a script that says `word` on a host of the site; gives its address. Scripts come late if they are to. */
function put(visitor, name, text, host = 'test.localhost') {
  visitor.site.put(host, `/${name}.js`, {
    html: text,
    headers: { 'content-type': 'text/javascript', 'access-control-allow-origin': '*' },
  });
  return `/${name}.js`;
}

/** Everything that fetches, each from a host of its own. */
const FETCHING = {
  image: '<img alt="" data-purpose="maps" data-src="https://HOST/a.gif">',
  srcset: '<img alt="" data-purpose="maps" data-srcset="https://HOST/a.gif 1x, https://HOST/b.gif 2x">',
  style: '<link rel="stylesheet" data-purpose="maps" data-href="https://HOST/a.css">',
  poster: '<video data-purpose="maps" data-poster="https://HOST/a.gif" width="20" height="20"></video>',
  source: '<picture><source data-purpose="maps" data-srcset="https://HOST/a.gif"><img alt="" src="data:,"></picture>',
  object: '<object data-purpose="maps" data-data="https://HOST/a.gif" type="image/gif"></object>',
  embed: '<embed data-purpose="maps" data-src="https://HOST/a.gif" type="image/gif">',
  input: '<input type="image" alt="" data-purpose="maps" data-src="https://HOST/a.gif">',
  script: '<script type="text/plain" data-purpose="maps" data-src="https://HOST/a.js"></script>',
  module: '<script type="text/plain" data-type="module" data-purpose="maps" src="https://HOST/a.js"></script>',
  service: '<img alt="" data-purpose="maps" data-service="city-map" data-src="https://HOST/a.gif">',
  stamped: '<template data-purpose="maps"><img alt="" class="stamped" src="data:," data-live="1"><img alt="" data-purpose="maps" data-src="https://HOST/a.gif"></template>',
};
const hostOf = (kind) => `${kind}.markup.example`;
const ALL_FETCHING = Object.entries(FETCHING)
  .map(([kind, html]) => html.replaceAll('HOST', hostOf(kind)))
  .join('\n');

export default [
  {
    title: 'scripts run in the order of the page, whatever their kind, and keep nonce, integrity and crossorigin',
    async run(visitor) {
      const one = put(visitor, 'one', say('src'));
      const module = put(visitor, 'module', say('module'));
      const cross = `http://muster.localhost${put(visitor, 'cross', say('crossorigin'), 'muster.localhost')}`;
      const integrity = Site.integrity(say('crossorigin'));
      const marked = 'type="text/plain" data-purpose="maps"';
      const body = `
        <script ${marked}>${say('inline')}</script>
        <script ${marked} src="${one}"></script>
        <script ${marked} data-src="${one}?again" id="held"></script>
        <script ${marked} data-type="text/javascript" nonce="n0nce">${say('typed')}</script>
        <script ${marked} src="/missing.js"></script>
        <script ${marked} data-type="module" src="${module}"></script>
        <script ${marked} src="${cross}" crossorigin="anonymous" integrity="${integrity}" id="cross"></script>
        <script ${marked} src="${cross}?wrong" crossorigin="anonymous" integrity="sha384-AAAA"></script>
        <script ${marked}>${say('last')}</script>
        <script ${marked} data-type="application/json" id="data">{"kept": true}</script>`;
      const policy = "script-src 'nonce-n0nce' 'self' 'unsafe-inline' 'wasm-unsafe-eval' http://muster.localhost";
      await visitor.visit({ attributes: PURPOSES, body });
      await visitor.silent('before the answer');
      assert.deepEqual(await said(visitor), []);
      await give(visitor, 'maps');
      const wanted = ['inline', 'src', 'src', 'typed', 'module', 'crossorigin', 'last'];
      await saysInTheEnd(visitor, wanted, 'the order of the page');
      const kept = await visitor.eval(() => {
        const script = document.querySelector('#cross');
        return [script.crossOrigin, script.integrity.slice(0, 7), document.querySelector('#data').textContent];
      });
      assert.deepEqual(kept, ['anonymous', 'sha384-', '{"kept": true}']);
      await give(visitor, 'maps');
      await withdraw(visitor, 'maps');
      await give(visitor, 'maps');
      await visitor.settle();
      assert.deepEqual(await said(visitor), wanted, 'each has run once');
      await visitor.visit({
        html: `<!doctype html><html lang="de"><head><script nonce="n0nce" src="/-/listen.js"></script><script nonce="n0nce" src="/optgate.js"
          data-purposes="maps" data-controller="Muster"></script><title>Streng</title></head><body>
          <script ${marked} nonce="n0nce">${say('nonce')}</script><script ${marked} nonce="n0nce" src="${one}"></script>
          <script ${marked}>${say('no nonce')}</script></body></html>`,
        headers: { 'content-security-policy': policy.replace(" 'self' 'unsafe-inline'", '') },
      });
      await saysInTheEnd(visitor, ['nonce', 'src'], 'under a policy only what has the nonce');
    },
  },
  {
    title: 'async scripts hold nobody up, and a script given later runs after those before it',
    async run(visitor) {
      const quick = put(visitor, 'quick', say('async'));
      const marked = (purpose) => `type="text/plain" data-purpose="${purpose}"`;
      const body = `<script ${marked('maps')} async src="/-/slow?never-waited-for"></script>
        <script ${marked('maps')}>${say('maps')}</script>
        <script ${marked('extra')}>${say('extra')}</script>
        <script ${marked('maps extra')}>${say('maps and extra')}</script>
        <script ${marked('!maps')}>${say('not maps')}</script>
        <script ${marked('nowhere')}>${say('not in use')}</script>
        <script ${marked('maps nowhere')}>${say('partly not in use')}</script>
        <script ${marked('?')}>${say('odd')}</script>
        <script ${marked('?')} data-src="${quick}"></script>
        <script ${marked('')}>${say('empty')}</script>`;
      await visitor.visit({ attributes: PURPOSES, body });
      assert.deepEqual(await said(visitor), [], 'before the answer nothing runs, nor what runs after a withdrawal');
      await visitor.diagnosed('not-in-use', 'nowhere');
      await give(visitor, 'maps');
      await saysInTheEnd(visitor, ['maps'], 'one purpose');
      await give(visitor, 'extra');
      await saysInTheEnd(visitor, ['maps', 'extra', 'maps and extra'], 'both');
      await withdraw(visitor, 'maps');
      await saysInTheEnd(visitor, ['maps', 'extra', 'maps and extra', 'not maps'], 'the withdrawal');
      await visitor.settle();
      assert.equal((await said(visitor)).length, 4, 'what is not in use, odd or empty stays closed');
      await visitor.noErrors();
    },
  },
  {
    title: 'document.write of a released script lands at its place, inline and from a file, and never erases the page',
    async run(visitor) {
      const file = put(visitor, 'writer', "document.write('<b class=w>c</b>'); document.writeln('<b class=w>d</b>');");
      const marked = 'type="text/plain" data-purpose="maps"';
      const body = `<p id="before">vorher</p>
        <div id="inline"><script ${marked}>document.write('<b class=w>a'); document.write('</b><b class=w>b</b>');
          document.write('<scr' + 'ipt>${say('written').replaceAll("'", "\\'")}</scr' + 'ipt>');</script><i>danach</i></div>
        <div id="file"><script ${marked} src="${file}"></script><i>danach</i></div>
        <div id="held"><script ${marked}>document.write('<img alt="" data-purpose="extra" data-src="https://written.example/a.gif">');
          document.write('<iframe src="https://www.youtube.com/embed/${FIRST}"></iframe>');</script></div>
        <p id="end">Ende</p>`;
      await visitor.visit({ attributes: PURPOSES, body });
      await give(visitor, 'maps');
      const texts = () =>
        visitor.eval(() =>
          ['#inline', '#file'].map((id) => [...document.querySelectorAll(`${id} .w, ${id} i`)].map((found) => found.textContent).join('')),
        );
      await visitor.until(async () => (await texts()).join() === 'abdanach,cddanach', 'what is written');
      await saysInTheEnd(visitor, ['written'], 'a written script runs');
      assert.equal(await visitor.eval(() => document.querySelector('#before, #end') && document.querySelector('#end').textContent), 'Ende');
      await visitor.silent('what is written is gated like everything');
      await visitor.appears('#held optgate-frame [data-optgate="play"]');
      await give(visitor, 'extra');
      await visitor.contacted('written.example');
      await visitor.noErrors();
    },
  },
  {
    title: 'images, styles, posters, sources, objects, inputs and templates: silent, open when given, closed when withdrawn',
    silence: true,
    async run(visitor) {
      const config = { services: [{ id: 'city-map', purpose: 'maps', name: 'Karte' }] };
      await visitor.visit({ attributes: PURPOSES, config, body: `${ALL_FETCHING}<p id="end">Ende</p>` });
      await visitor.silent('before the answer');
      await give(visitor, 'maps');
      for (const kind of Object.keys(FETCHING)) await visitor.contacted(hostOf(kind));
      assert.equal(await visitor.eval(() => document.querySelectorAll('.stamped').length), 1);
      await visitor.settle();
      visitor.mark();
      await withdraw(visitor, 'maps');
      const live = () =>
        visitor.eval(() =>
          [...document.querySelectorAll('img,source,video,object,embed,input,link')]
            .flatMap((element) => ['src', 'srcset', 'href', 'poster', 'data'].map((name) => element.getAttribute(name)))
            .filter((value) => /markup\.example/.test(value)),
        );
      assert.deepEqual(await live(), [], 'no address is left');
      assert.equal(await visitor.eval(() => document.querySelectorAll('.stamped').length), 0, 'what was stamped is gone');
      await visitor.silent('withdrawn');
      await give(visitor, 'maps');
      assert.equal((await live()).length, 10, 'every address is back');
      assert.equal(await visitor.eval(() => document.querySelectorAll('.stamped').length), 1, 'stamped again');
      await withdraw(visitor, 'maps');
      await visitor.eval(() => window.optgate.give('city-map'));
      assert.deepEqual((await live()).map((address) => new URL(address).hostname), [hostOf('service')], 'one service alone');
      await visitor.noErrors();
    },
  },
  {
    title: 'marked content that comes later is treated like content that was there, and runs once',
    async run(visitor) {
      await visitor.visit({ attributes: PURPOSES, body: '<div id="app"></div><p id="end">Ende</p>' });
      const insert = (name) =>
        visitor.eval(
          (word, video) => {
            const html = (way) => `<div><img alt="" data-purpose="maps" data-src="https://${way}.${word}.example/a.gif">
              <script type="text/plain" data-purpose="maps">(window.__said = window.__said || []).push('${way} ${word}');</scr${'ipt'}>
              <optgate-frame data-provider="youtube" data-video="${video}"><a href="/film">Film</a></optgate-frame></div>`;
            const app = document.querySelector('#app');
            app.innerHTML = html('inner');
            const box = document.createElement('template');
            box.innerHTML = html('appended');
            app.append(box.content);
            app.insertAdjacentHTML('beforeend', html('adjacent'));
            // Taken out and put back, as frameworks do: nothing runs twice.
            const first = app.firstElementChild;
            first.remove();
            app.append(first);
          },
          name,
          FIRST,
        );
      await insert('early');
      await visitor.silent('inserted before the answer');
      assert.equal(await visitor.eval(() => document.querySelectorAll('optgate-frame .optgate-player').length), 3);
      await give(visitor, 'maps');
      for (const way of ['inner', 'appended', 'adjacent']) await visitor.contacted(`${way}.early.example`);
      await visitor.until(async () => (await said(visitor)).length === 3, 'three scripts');
      await insert('late');
      for (const way of ['inner', 'appended', 'adjacent']) await visitor.contacted(`${way}.late.example`);
      await visitor.until(async () => (await said(visitor)).length >= 6, 'three more');
      await visitor.settle();
      assert.deepEqual(
        (await said(visitor)).toSorted(),
        ['early', 'late'].flatMap((word) => ['adjacent', 'appended', 'inner'].map((way) => `${way} ${word}`)).toSorted(),
        'each once',
      );
      await visitor.noErrors();
    },
  },
  {
    title: 'what is marked and live all the same has run or been fetched, and that is told, each once',
    async run(visitor) {
      visitor.site.put('test.localhost', '/live.js', { html: say('live'), headers: { 'content-type': 'text/javascript' } });
      const live = [
        '<script id="a" data-purpose="maps" src="/live.js"></script>',
        `<script id="b" data-purpose="maps">${say('inline')}</script>`,
        '<img id="c" alt="" data-purpose="maps" src="/live.gif">',
        '<link id="d" rel="stylesheet" data-purpose="maps" href="/live.css">',
      ];
      const held = [
        `<script id="e" type="text/plain" data-purpose="maps">${say('held')}</script>`,
        '<img id="f" alt="" data-purpose="maps" src="/live.gif" data-srcset="https://held.markup.example/a.gif">',
        '<script id="g" data-purpose="necessary" src="/live.js"></script>',
        '<a id="h" data-purpose="maps" href="/live">Text</a>',
      ];
      await visitor.visit({ attributes: PURPOSES, body: [...live, ...held].join('') });
      await visitor.silent('held');
      const ids = async () =>
        (await visitor.heard('diagnostic')).map(({ code, where }) => `${code} ${/id="(.)"/.exec(where)?.[1]}`).sort();
      assert.deepEqual(await ids(), ['unmarked a', 'unmarked b', 'unmarked c', 'unmarked d']);
      // The parser, too, may be interrupted between a script and its text.
      await visitor.eval(() => {
        const script = Object.assign(document.createElement('script'), { id: 'i' });
        script.dataset.purpose = 'maps';
        document.body.append(script);
        setTimeout(() => script.append('window.__late = true'));
      });
      await visitor.until(() => visitor.eval(() => window.__late), 'the text that comes late');
      assert.deepEqual(await ids(), ['unmarked a', 'unmarked b', 'unmarked c', 'unmarked d', 'unmarked i']);
      await give(visitor, 'maps');
      await visitor.until(async () => (await said(visitor)).includes('held'), 'what was held');
      assert.deepEqual(await ids(), ['unmarked a', 'unmarked b', 'unmarked c', 'unmarked d', 'unmarked i']);
    },
  },
  {
    title: 'a shadow root handed over is looked after: closed, played by a press, opened, and what comes later too',
    async run(visitor) {
      await visitor.visit({ attributes: PURPOSES, body: '<div id="host"></div><p id="end">Ende</p>' });
      await visitor.eval((video) => {
        const root = document.querySelector('#host').attachShadow({ mode: 'open' });
        root.innerHTML = `<optgate-frame data-provider="youtube" data-video="${video}" style="width:800px"><a href="/film">Film</a></optgate-frame>
          <img alt="" data-purpose="maps" data-src="https://shadow.example/a.gif">
          <iframe title="Film" src="https://www.youtube.com/embed/${video}"></iframe>`;
        window.optgate.scan(root);
        window.optgate.scan(root);
        window.optgate.scan();
      }, FIRST);
      await visitor.silent('in the shadow root');
      const point = await visitor.until(
        () =>
          visitor.eval(() => {
            const frame = document.querySelector('#host').shadowRoot.querySelector('optgate-frame');
            const button = [...frame.querySelectorAll('[data-optgate="play"]')].find((found) => found.offsetWidth > 0);
            const box = button.getBoundingClientRect();
            return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
          }),
        'the placeholder',
      );
      await visitor.tab.pressAt(point.x, point.y);
      await visitor.contacted('www.youtube-nocookie.com', ({ path }) => path.includes(FIRST));
      await visitor.settle();
      visitor.mark();
      await give(visitor, 'maps');
      await visitor.contacted('shadow.example');
      await visitor.eval(() => {
        const image = document.createElement('img');
        image.dataset.purpose = 'extra';
        image.dataset.src = 'https://later.example/a.gif';
        document.querySelector('#host').shadowRoot.append(image);
      });
      await visitor.untouched(/later\.example/, 'inserted later');
      await give(visitor, 'extra');
      await visitor.contacted('later.example');
      await visitor.noErrors();
    },
  },
  {
    title: 'a live address in a parsed template is told to the developer, each once: Firefox fetches it',
    async run(visitor) {
      const body = `<template data-purpose="maps"><img alt="" class="a" src="/-/none.gif"><picture><source srcset="/-/none.gif"></picture>
        <img alt="" src="data:,"><img alt="" data-src="/-/none.gif"><a href="/film">Film</a><iframe title="leer"></iframe></template>
        <template><img alt="" src="/-/none.gif"></template><p id="end">Ende</p>`;
      await visitor.visit({ attributes: PURPOSES, body });
      await give(visitor, 'maps');
      await visitor.until(() => visitor.eval(() => document.querySelectorAll('.a').length === 1), 'the template to be stamped');
      await withdraw(visitor, 'maps');
      const places = (await visitor.heard('diagnostic')).filter(({ code }) => code === 'unmarked').map(({ where }) => where);
      assert.deepEqual(places, ['<img alt="" class="a" src="/-/none.gif">', '<source srcset="/-/none.gif">']);
      await visitor.noErrors();
    },
  },
];
