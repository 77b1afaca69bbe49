// Videos: a press on play loads that one video and is the consent to it alone.
import assert from 'node:assert/strict';

import { FIRST, SECOND } from '../lib/page.mjs';

const PLAYER_HOST = 'www.youtube-nocookie.com';
const first = `optgate-frame[data-video="${FIRST}"]`;
const second = `optgate-frame[data-video="${SECOND}"]`;
const OTHERS = /^(?!www\.youtube-nocookie\.com$)/;

/** The player inside a placeholder, or null. */
const player = (visitor, selector) =>
  visitor.eval((wanted) => {
    const frame = document.querySelector(`${wanted} iframe`);
    return (
      frame && {
        address: frame.src,
        title: frame.title,
        allow: frame.allow,
        referrerPolicy: frame.referrerPolicy,
        fullscreen: frame.hasAttribute('allowfullscreen') || /fullscreen/.test(frame.allow),
        focused: document.activeElement === frame,
      }
    );
  }, selector);

const box = (visitor, selector) =>
  visitor.eval((wanted) => {
    const { x, y, width, height } = document.querySelector(wanted).getBoundingClientRect();
    return { x: x + scrollX, y: y + scrollY, width, height };
  }, selector);

function near(actual, expected, what) {
  for (const key of Object.keys(expected)) {
    assert.ok(
      Math.abs(actual[key] - expected[key]) <= 1,
      `${what}: ${key} is ${actual[key]}, expected ${expected[key]}`,
    );
  }
}

export default [
  {
    title: "a press on play loads that one video, with the author's parameters, and stores nothing",
    async run(visitor) {
      await visitor.visit();
      await visitor.silent('before the press');
      const before = await box(visitor, first);
      await visitor.press(`${first} [data-optgate="play"]`);
      const request = await visitor.contacted(PLAYER_HOST);
      const address = new URL(request.path, `https://${PLAYER_HOST}`);
      assert.equal(address.pathname, `/embed/${FIRST}`);
      assert.deepEqual(Object.fromEntries(address.searchParams), {
        autoplay: '1',
        start: '42',
        rel: '0',
        cc_lang_pref: 'de',
      });
      assert.equal(request.referer, 'http://test.localhost/', 'the player needs the origin as referrer');
      const shown = await player(visitor, first);
      assert.equal(shown.title, 'Der erste Film');
      assert.equal(shown.referrerPolicy, 'strict-origin-when-cross-origin');
      assert.match(shown.allow, /autoplay/);
      assert.equal(shown.fullscreen, true);
      assert.equal(shown.focused, true, 'focus moves into the player');
      near(await box(visitor, first), before, 'the box');
      assert.equal(await player(visitor, second), null, 'the other video stays closed');
      await visitor.untouched(OTHERS, 'one video');
      assert.equal(visitor.requests(PLAYER_HOST).length, 1);
      await visitor.storesNothing();
      assert.equal((await visitor.status()).answered, false, 'the banner still asks');
      await visitor.reload();
      assert.equal(await player(visitor, first), null, 'play was for this once');
      await visitor.noErrors();
    },
  },
  {
    title: 'every video of the demo plays after its own press, and no other does',
    async run(visitor) {
      await visitor.visit('http://muster.localhost/filme');
      await visitor.eval(() => {
        window.optgate.refuse();
      });
      await visitor.silent('before the first press');
      const count = await visitor.eval(() => document.querySelectorAll('optgate-frame').length);
      assert.ok(count >= 5, `${count} placeholders`);
      for (let at = 0; at < count; at += 1) {
        visitor.mark();
        await visitor.eval((index) => {
          document.querySelectorAll('optgate-frame')[index].setAttribute('data-test', '');
        }, at);
        // In a small box the first press opens the notice, and the second one, beside it, counts.
        await visitor.until(async () => {
          if (await player(visitor, 'optgate-frame[data-test]')) return true;
          await visitor.press('optgate-frame[data-test] [data-optgate="play"]');
          return player(visitor, 'optgate-frame[data-test]');
        }, `video ${at} to play`);
        await visitor.contacted(PLAYER_HOST);
        await visitor.untouched(OTHERS, `video ${at}`);
        assert.equal(
          await visitor.eval(() => document.querySelectorAll('optgate-frame iframe').length),
          at + 1,
          'one player more',
        );
        await visitor.eval(() => {
          document.querySelector('optgate-frame[data-test]').removeAttribute('data-test');
        });
      }
    },
  },
  {
    title: 'always gives the service, survives a reload and gives nothing else',
    async run(visitor) {
      await visitor.visit();
      await visitor.press(`${first} [data-optgate="always"]`);
      await visitor.contacted(PLAYER_HOST, ({ path }) => path.startsWith(`/embed/${FIRST}`));
      await visitor.untouched(OTHERS, 'always');
      assert.equal(await visitor.standing('youtube'), 'given visitor');
      assert.equal(await visitor.eval(() => window.optgate.given('media')), false, 'not the whole purpose');
      assert.equal(await visitor.standing('analytics'), 'unknown default');
      assert.equal(await visitor.cookie('cookieconsent_status'), undefined, 'analytics is still unknown');
      assert.ok(`optgate=${await visitor.cookie('optgate')}`.length <= 200);
      visitor.mark();
      await visitor.reload();
      assert.equal(await visitor.standing('youtube'), 'given stored');
      await visitor.eval((wanted) => {
        document.querySelector(wanted).scrollIntoView();
      }, first);
      const request = await visitor.contacted(PLAYER_HOST, ({ path }) => path.startsWith(`/embed/${FIRST}`));
      assert.doesNotMatch(request.path, /autoplay=1/, 'nothing starts by itself');
      await visitor.untouched(OTHERS, 'after the reload');
      await visitor.appears('optgate-banner');
      await visitor.eval(() => {
        window.optgate.withdraw('youtube');
      });
      await visitor.until(async () => (await player(visitor, first)) === null, 'the player to go');
      await visitor.settle();
      visitor.mark();
      await visitor.reload();
      await visitor.silent('after withdrawing the service');
    },
  },
  {
    title: 'what was pressed once closes with a withdrawal, though everything was refused before',
    async run(visitor) {
      await visitor.visit();
      await visitor.press('optgate-banner [data-optgate="reject"]');
      for (const act of [
        () => window.optgate.withdraw('youtube'),
        () => window.optgate.withdraw('media'),
        () => window.optgate.withdraw(),
        () => window.optgate.refuse(),
      ]) {
        visitor.mark();
        await visitor.press(`${first} [data-optgate="play"]`);
        await visitor.contacted(PLAYER_HOST);
        await visitor.eval(() => window.optgate.withdraw('analytics'));
        assert.ok(await player(visitor, first), 'another withdrawal leaves it');
        await visitor.settle();
        await visitor.eval(act);
        assert.equal(await player(visitor, first), null, 'the player goes');
        await visitor.settle();
        visitor.mark();
        await visitor.silent('withdrawn');
        await visitor.appears(`${first} [data-optgate="play"]`);
      }
      await visitor.noErrors();
    },
  },
  {
    title: 'an iframe with data-src becomes a placeholder that keeps its box, and nothing moves',
    async run(visitor) {
      const body = `<h1>Film</h1>
        <p>Davor.</p>
        <iframe id="plain" width="300" height="170" style="border:0" title="Der kleine Film" data-purpose="media"
          data-src="https://www.youtube.com/embed/${FIRST}?start=3&amp;rel=0"></iframe>
        <p>Danach.</p>
        <div style="position:relative;width:640px;padding-bottom:360px" id="wrapper"><iframe data-purpose="media"
          style="position:absolute;inset:0;width:100%;height:100%;border:0"
          data-src="https://www.youtube-nocookie.com/embed/${SECOND}"></iframe></div>
        <p id="end">Ende.</p>`;
      await visitor.visit({ body });
      await visitor.silent('before a press');
      assert.equal(await visitor.eval(() => document.querySelectorAll('iframe').length), 0);
      const plain = await box(visitor, first);
      near({ width: plain.width, height: plain.height }, { width: 300, height: 170 }, 'the small film');
      near(await box(visitor, second), await box(visitor, '#wrapper'), 'the film in the wrapper');
      assert.equal(await visitor.eval((wanted) => document.querySelector(wanted).id, first), 'plain', 'the id is kept');
      if (visitor.engine === 'chromium') assert.deepEqual(await visitor.layoutShifts(), [], 'layout shifts');
      await visitor.until(async () => {
        if (await player(visitor, first)) return true;
        await visitor.press(`${first} [data-optgate="play"]`);
        return player(visitor, first);
      }, 'the small film to play');
      const request = await visitor.contacted(PLAYER_HOST);
      const address = new URL(request.path, `https://${PLAYER_HOST}`);
      assert.equal(address.pathname, `/embed/${FIRST}`);
      assert.deepEqual(Object.fromEntries(address.searchParams), { autoplay: '1', start: '3', rel: '0' });
      assert.equal((await player(visitor, first)).title, 'Der kleine Film');
      await visitor.untouched(OTHERS, 'the small film');
    },
  },
  {
    title: 'in a box too small for the notice the first press shows the notice and loads nothing',
    async run(visitor) {
      await visitor.visit({
        body: `<optgate-frame style="width:160px;height:90px" data-provider="youtube" data-video="${FIRST}"></optgate-frame>`,
      });
      await visitor.press(`${first} [data-optgate="play"]`);
      await visitor.silent('after the first press');
      await visitor.press(`${first} [data-optgate="play"]`);
      await visitor.contacted(PLAYER_HOST);
    },
  },
  {
    title: 'a placeholder that is added later works as one in the page',
    async run(visitor) {
      await visitor.visit({ body: '<h1>Später</h1>' });
      await visitor.eval((id) => {
        const frame = document.createElement('optgate-frame');
        frame.dataset.provider = 'youtube';
        frame.dataset.video = id;
        document.body.append(frame);
      }, FIRST);
      await visitor.press(`${first} [data-optgate="play"]`);
      await visitor.contacted(PLAYER_HOST, ({ path }) => path.startsWith(`/embed/${FIRST}`));
    },
  },
];
