// Players that scripts of the page make by YouTube's API: behind `optgate-players.js` each is a placeholder first, and steered once it plays.
import assert from 'node:assert/strict';

import { FIRST, SECOND } from '../lib/page.mjs';

const PLAYER = 'www.youtube-nocookie.com';
const PLAY = 'optgate-frame [data-optgate=play]';

/** As YouTube's documentation makes one; what the API says is kept. */
const BODY = `<style>#film { border-radius: 8px }</style><div id="film" class="wide" onclick=""></div>
<script>
  var heard = [];
  var player;
  function onYouTubeIframeAPIReady() {
    heard.push('api');
    player = new YT.Player('film', {
      width: 480,
      height: '270',
      videoId: '${FIRST}',
      playerVars: { rel: 0, start: 7 },
      events: { onReady: ({ target }) => heard.push('ready ' + (target.getIframe() === document.querySelector('optgate-frame > iframe'))) },
    });
  }
  const api = document.createElement('script');
  api.src = 'https://www.youtube.com/iframe_api';
  document.head.append(api);
</script><p id="end" style="height: 100vh">Ende</p>`;

const page = (spec = {}) => ({ players: true, body: BODY, ...spec });
const heard = (visitor) => visitor.eval(() => window.heard);
const is = (visitor, wanted) => visitor.until(async () => {
  assert.deepEqual(await heard(visitor), wanted);
  return true;
}, wanted);
const about = (visitor) =>
  visitor.eval(() => {
    const { dataset, id, className } = document.querySelector('optgate-frame');
    const { width, height } = document.querySelector('optgate-frame').getBoundingClientRect();
    return { video: dataset.video, id, className, width, height };
  });

export default [
  {
    title: 'a placeholder stands where the player would, silent; the press plays it, and the page steers it',
    async run(visitor) {
      await visitor.visit(page());
      await visitor.appears(PLAY);
      assert.deepEqual(await about(visitor), { video: FIRST, id: 'film', className: 'wide', width: 480, height: 270 });
      // What is asked for too early breaks nothing.
      const early = await visitor.eval(() => [player instanceof YT.Player, `${player.playVideo()}`, typeof player.then, typeof player.getDuration]);
      assert.deepEqual(early, [true, 'undefined', 'undefined', 'function']);
      await visitor.silent('before the press');
      assert.deepEqual(await heard(visitor), ['api']);
      await visitor.press(PLAY);
      const { path } = await visitor.contacted(PLAYER);
      assert.match(path, new RegExp(`^/embed/${FIRST}\\?.*rel=0.*enablejsapi=1`));
      assert.match(path, /start=7/);
      await is(visitor, ['api', 'ready true']);
      assert.equal(await visitor.eval(() => player.getIframe().id), 'film');
      assert.equal(await visitor.eval(() => player.getDuration()), 0, "the API's own answer");
      await visitor.noErrors();
    },
  },
  {
    title: 'another video can be called for before the press, and a player taken away',
    async run(visitor) {
      await visitor.visit(page());
      await visitor.appears(PLAY);
      await visitor.eval((video) => player.cueVideoById({ videoId: video, startSeconds: 12.5 }), SECOND);
      await visitor.until(async () => (await about(visitor)).video === SECOND, 'the other video');
      assert.equal((await about(visitor)).id, 'film');
      await visitor.eval(() => player.destroy());
      assert.deepEqual(await visitor.eval(() => [document.querySelectorAll('optgate-frame, iframe').length, document.getElementById('film').localName]), [0, 'div']);
      await visitor.silent('nothing was played');
      await visitor.noErrors();
    },
  },
  {
    title: 'where YouTube is always given it plays at once; a withdrawal closes it, and the next press is steered again',
    async run(visitor) {
      await visitor.visit(page());
      await visitor.appears(PLAY);
      await visitor.eval(() => window.optgate.give('youtube'));
      await is(visitor, ['api', 'ready true']);
      await visitor.reload();
      await is(visitor, ['api', 'ready true']);
      await visitor.eval(() => window.optgate.withdraw('youtube'));
      await visitor.appears(PLAY);
      await visitor.settle();
      visitor.mark();
      await visitor.silent('behind the withdrawal');
      await visitor.press(PLAY);
      await is(visitor, ['api', 'ready true', 'ready true']);
      await visitor.noErrors();
    },
  },
  {
    title: 'where no engine runs nothing of YouTube is fetched, and without the tag it is',
    async run(visitor) {
      // Not by a policy, which would stop the API too.
      const prelude = 'delete window.WebAssembly;';
      await visitor.visit(page({ prelude }));
      assert.equal((await visitor.eval(() => window.optgate.ready)).state, 'closed');
      await is(visitor, ['api']);
      await visitor.silent('closed');
      assert.equal(await visitor.eval(() => document.querySelectorAll('iframe[src]').length), 0);
      await visitor.visit(page({ prelude, attributes: { type: 'text/plain' } }), { ready: false });
      await visitor.contacted('www.youtube.com', ({ path }) => path === '/iframe_api');
    },
  },
];
