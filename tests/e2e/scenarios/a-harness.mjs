// The harness itself: what the other scenarios take for granted. A leak of each kind is caught, cookies of
// several domains are told apart, presses and policies work in each engine.
import assert from 'node:assert/strict';

import { setCookie } from '../lib/answer.mjs';
import { WHOLE, clock } from '../lib/page.mjs';
import { Trouble } from '../lib/trouble.mjs';

const bare = (head, body = '<p id="end">Ende</p>') => ({
  html: `<!doctype html><html lang="de"><head>${head}<link rel="icon" href="data:,"><title>Probe</title></head>
    <body>${body}</body></html>`,
});

const caught = (title, spec, host = 'leak.example') => ({
  title: `caught: ${title}`,
  silence: true,
  async run(visitor) {
    await visitor.visit(spec, { ready: false });
    await assert.rejects(visitor.silent('a page that leaks'), (error) => {
      if (error instanceof Trouble) throw error;
      return error.message.includes(host);
    });
  },
});

export default [
  caught('an image', bare('', '<img alt="" src="https://leak.example/a.gif">')),
  caught(
    'a script inserted by a timer after the load',
    bare(
      '<script>onload = function () { setTimeout(function () { var s = document.createElement("script"); s.src = "https://leak.example/a.js"; document.head.append(s); }, 100); };</script>',
    ),
  ),
  caught('an iframe', bare('', '<iframe src="https://leak.example/"></iframe>')),
  caught(
    'a fetch to a port where nobody listens',
    bare('<script>fetch("https://leak.example:8443/").catch(function () {});</script>'),
  ),
  {
    title: 'silent: a page that contacts nobody',
    silence: true,
    async run(visitor) {
      await visitor.visit(bare(''), { ready: false });
      await visitor.silent('a quiet page');
      await visitor.storesNothing();
    },
  },
  {
    title: 'cookies of host, parent domain and path stand side by side, and are gone in a fresh storage',
    async run(visitor) {
      const cookies = [
        setCookie('twice', 'host'),
        setCookie('twice', 'parent', { domain: 'muster.localhost' }),
        setCookie('deep', '1', { path: '/test' }),
      ];
      await visitor.visit({ ...bare(''), cookies }, { ready: false, host: 'shop.muster.localhost' });
      const found = await visitor.cookieNames();
      assert.deepEqual([found.twice.toSorted(), found.deep], [['host', 'parent'], ['1']]);
      const jar = (await visitor.cookieJar())
        .map(({ name, value, domain, path }) => `${name}=${value} ${domain.replace(/^\./, '')} ${path}`)
        .sort();
      assert.deepEqual(jar, [
        'deep=1 shop.muster.localhost /test',
        'twice=host shop.muster.localhost /',
        'twice=parent muster.localhost /',
      ]);
      await visitor.fresh();
      await visitor.visit(bare(''), { ready: false, host: 'shop.muster.localhost' });
      assert.deepEqual(await visitor.cookieNames(), {});
    },
  },
  {
    title: 'presses are trusted, and land on what lies on top',
    async run(visitor) {
      const body =
        '<div style="height:3000px"></div><button id="under">unten</button><script>document.addEventListener("click", function (event) { window.pressed = event.target.id + " " + event.isTrusted; });</script>';
      await visitor.visit(bare('', body), { ready: false });
      await visitor.press('#under');
      assert.equal(await visitor.until(() => visitor.eval(() => window.pressed), 'the click'), 'under true');
    },
  },
  {
    title: 'what moves is seen as soon as it has moved, and a page that waits for its end is not painted before',
    engines: ['chromium'],
    async run(visitor) {
      const frames = '<script>window.frames = 0; (function each() { frames += 1; requestAnimationFrame(each); })();</script>';
      const body = '<p>Anfang</p><script src="/-/slow"></script><script>window.before = frames;</script><p id="end">Ende</p>';
      const painted = [];
      for (const head of ['', WHOLE]) {
        await visitor.visit(bare(head + frames, body), { ready: false });
        painted.push((await visitor.eval(() => window.before)) > 1);
      }
      if (!painted[0]) throw new Trouble('the machine was too busy to paint anything meanwhile');
      assert.equal(painted[1], false);
      const counts = [];
      for (let round = 0; round < 3; round += 1) {
        counts.push((await visitor.layoutShifts()).length);
        await visitor.eval(() => {
          document.body.prepend(Object.assign(document.createElement('hr'), { style: 'height: 40px' }));
        });
      }
      assert.deepEqual(counts, [0, 1, 2]);
    },
  },
  {
    title: 'a strict policy does not hinder the driver, and a shifted clock shifts',
    async run(visitor) {
      await visitor.visit(
        {
          ...bare(`<script nonce="a">${clock(-200)}</script>`),
          headers: { 'content-security-policy': "script-src 'nonce-a'" },
        },
        { ready: false },
      );
      const behind = await visitor.eval(() => [Date.now(), new Date().getTime(), new Date(2020, 0, 1).getFullYear()]);
      assert.ok(
        behind.slice(0, 2).every((time) => Math.abs((Date.now() - time) / 86_400_000 - 200) < 0.1),
        JSON.stringify(behind),
      );
      assert.equal(behind[2], 2020);
    },
  },
];
