// Videos in whatever markup people embed them with, and the scripts of a site that steer them.
import assert from 'node:assert/strict';

const PLAYER = 'www.youtube-nocookie.com';
const id = (name) => name.padEnd(11, '0');

/** What people write, by a name that is the video's id. `%` is the id. */
const FORMS = {
  iframe: '<iframe data-purpose="media" data-src="https://www.youtube.com/embed/%?rel=0" width="480" height="270"></iframe>',
  object: '<object data-purpose="media" data-data="https://www.youtube.com/v/%" width="480" height="270"></object>',
  embed: '<embed data-purpose="media" data-src="https://www.youtube.com/v/%&amp;fs=1" width="480" height="270">',
  lite: '<lite-youtube videoid="%" playlabel="Ein Film" params="rel=0"></lite-youtube>',
  amp: '<amp-youtube data-videoid="%" layout="responsive" width="480" height="270"></amp-youtube>',
  manager: '<div data-service="youtube" data-id="%" data-title="Ein Film" data-autoscale></div>',
  tarte: '<div class="youtube_player" data-videoID="%" width="480" height="270"></div>',
  plyr: '<div data-plyr-provider="youtube" data-plyr-embed-id="%"></div>',
  lazy: '<iframe class="lazyload" data-src="https://www.youtube.com/embed/%" width="480" height="270"></iframe>',
  later: '<iframe data-lazy-src="//www.youtube-nocookie.com/embed/%" src="about:blank" width="480" height="270"></iframe>',
};

const BODY = Object.entries(FORMS)
  .map(([name, markup]) => `<section id="${name}">${markup.replace('%', id(name))}</section>`)
  .join('\n')
  // Room at the end, so that the banner covers no button.
  .concat('<p style="height: 100vh">');

/** As WordPress, lite-youtube and others are found in pages: added by a script of the page's, live. */
const ADDED = {
  live: '<iframe src="https://www.youtube.com/embed/%" width="480" height="270"></iframe>',
  flash: '<object data="https://www.youtube.com/v/%" width="480" height="270"></object>',
  plugin: '<embed src="https://www.youtube.com/v/%" width="480" height="270">',
  facade:
    '<iframe width="480" height="270" srcdoc="<a href=https://www.youtube.com/embed/%><img src=https://i.ytimg.com/vi/%/hqdefault.jpg></a>"></iframe>',
};

/** As a page asks for YouTube's API, which brings another script. */
const ASK = `
  const api = document.createElement('script');
  api.src = 'https://www.youtube.com/iframe_api';
  document.head.append(api);`;

const STEERED = `
<iframe id="film" data-purpose="media" width="480" height="270"
  data-src="https://www.youtube.com/embed/${id('steered')}?enablejsapi=1&amp;rel=0"></iframe>
<script>
  window.onYouTubeIframeAPIReady = () => {
    const target = document.getElementById('film');
    window.__steered = [target.localName, new URL(target.src).host];
  };
  ${ASK}
</script>`;

const videos = () => [...document.querySelectorAll('optgate-frame[data-optgate-state=closed]')].map((frame) => frame.dataset.video);

export default [
  {
    title: 'every markup of a video becomes a placeholder, silently, and plays from the no-cookie host',
    async run(visitor) {
      await visitor.visit({ body: BODY });
      const wanted = Object.keys(FORMS).map(id);
      await visitor.until(async () => (await visitor.eval(videos)).length === wanted.length, 'all placeholders');
      assert.deepEqual(await visitor.eval(videos), wanted);
      await visitor.silent('before any press');
      for (const name of Object.keys(FORMS)) {
        visitor.mark();
        await visitor.press(`#${name} [data-optgate=play]`);
        const state = (wanted) => document.querySelector(`${wanted} optgate-frame`)?.dataset.optgateState;
        await visitor.until(async () => (await visitor.eval(state, `#${name}`)) === 'once', `the press on ${name}`);
        const { path } = await visitor.contacted(PLAYER);
        assert.ok(path.startsWith(`/embed/${id(name)}?autoplay=1`), path);
      }
      await visitor.noErrors();
    },
  },
  {
    title: 'what a script adds live is a placeholder before it loads',
    async run(visitor) {
      await visitor.visit({ body: '<div id="place"></div>' });
      visitor.mark();
      const forms = Object.entries(ADDED).map(([name, markup]) => markup.replaceAll('%', id(name)));
      await visitor.eval((parts) => {
        document.getElementById('place').innerHTML = parts.join('');
      }, forms);
      const wanted = Object.keys(ADDED).map(id);
      await visitor.until(async () => (await visitor.eval(videos)).length === wanted.length, 'all placeholders');
      assert.deepEqual(await visitor.eval(videos), wanted);
      await visitor.silent('before any press');
      await visitor.eval(() => window.optgate.give('youtube'));
      for (const name of Object.keys(ADDED)) {
        // Without a press a player waits until it comes near.
        await visitor.eval((wanted) => document.querySelector(wanted).scrollIntoView(), `optgate-frame[data-video="${id(name)}"]`);
        await visitor.contacted(PLAYER, ({ path }) => path.startsWith(`/embed/${id(name)}`));
      }
      await visitor.noErrors();
    },
  },
  {
    title: 'a frame that gets its address when it stands in the page, as in a dialog that opens, is a placeholder too',
    async run(visitor) {
      await visitor.visit({ body: '<div id="place"><iframe width="480" height="270"></iframe><iframe data-purpose="media" width="480" height="270"></iframe></div>' });
      await visitor.settle();
      await visitor.eval((addresses) => {
        document.querySelectorAll('#place iframe').forEach((frame, at) => { frame.src = addresses[at]; });
      }, [`https://www.youtube.com/embed/${id('late')}`, `https://www.youtube.com/embed/${id('later')}`]);
      await visitor.until(async () => (await visitor.eval(videos)).length === 2, 'both placeholders');
      assert.deepEqual(await visitor.eval(videos), [id('late'), id('later')]);
      await visitor.silent('before the press');
      await visitor.press('#place [data-optgate=play]');
      await visitor.contacted(PLAYER, ({ path }) => path.startsWith(`/embed/${id('late')}?autoplay=1`));
      await visitor.noErrors();
    },
  },
  {
    title: 'a frame that a dialog empties when it closes is empty, and the next film waits for a press of its own',
    async run(visitor) {
      const ways = {
        attribute: (address) => document.getElementById('film').setAttribute('src', address),
        property: (address) => { document.getElementById('film').src = address; },
        kept: (address) => { (window.film ??= document.getElementById('film')).src = address; },
      };
      for (const [name, give] of Object.entries(ways)) {
        await visitor.visit({ body: '<iframe id="film" width="480" height="270"></iframe>' });
        await visitor.settle();
        visitor.mark();
        await visitor.eval(give, `https://www.youtube.com/embed/${id('first')}`);
        await visitor.press('optgate-frame [data-optgate=play]');
        await visitor.contacted(PLAYER, ({ path }) => path.startsWith(`/embed/${id('first')}?`));
        await visitor.eval(give, '');
        const left = () => [document.querySelectorAll('optgate-frame').length, document.getElementById('film').localName];
        assert.deepEqual(await visitor.eval(left), [0, 'iframe'], `${name}: the player is gone`);
        await visitor.settle();
        visitor.mark();
        await visitor.eval(give, `https://www.youtube.com/embed/${id('second')}`);
        await visitor.until(async () => `${await visitor.eval(videos)}` === id('second'), `${name}: the next placeholder`);
        await visitor.silent(`${name}: before the next press`);
        await visitor.noErrors();
      }
    },
  },
  {
    title: 'a script that reaches a frame by its id finds an address and a window there, before the press and after',
    async run(visitor) {
      const address = `https://www.youtube.com/embed/${id('reached')}`;
      const rule = '<style>iframe.film[src*="youtube.com"] { width: 480px; height: 322px; }</style>';
      await visitor.visit({ head: rule, body: '<div id="here"></div><p style="height: 100vh">' });
      await visitor.eval((src) => {
        document.getElementById('here').append(Object.assign(document.createElement('iframe'), { id: 'film', className: 'film', src }));
      }, address);
      await visitor.appears('optgate-frame');
      const reach = () => {
        const film = document.getElementById('film');
        film.contentWindow.postMessage('{"event":"command","func":"pauseVideo","args":""}', '*');
        return film.src;
      };
      assert.equal(await visitor.eval(reach), address);
      await visitor.until(() => visitor.eval(() => document.getElementById('film').offsetHeight === 326), 'the height by a rule for its address');
      await visitor.press('#film [data-optgate=play]');
      await visitor.contacted(PLAYER);
      assert.equal(await visitor.eval(() => document.getElementById('film').contentWindow === document.querySelector('#film iframe').contentWindow), true);
      assert.equal(await visitor.eval(reach), address);
      await visitor.noErrors();
    },
  },
  {
    title: "tarteaucitron's script finds no block of its own that it would write its question into",
    async run(visitor) {
      await visitor.visit({ body: FORMS.tarte.replace('%', id('tarte')) });
      await visitor.appears('optgate-frame');
      assert.equal(await visitor.eval(() => document.querySelectorAll('.youtube_player').length), 0);
    },
  },
  {
    title: 'a script that steers a video waits for the press and finds the player under its id',
    async run(visitor) {
      await visitor.visit({ body: STEERED });
      await visitor.appears('optgate-frame');
      await visitor.silent('before the press');
      assert.equal(await visitor.eval(() => document.getElementById('film').localName), 'optgate-frame');
      await visitor.press('#film [data-optgate=play]');
      await visitor.contacted(PLAYER, ({ path }) => path.includes('enablejsapi=1'));
      await visitor.contacted('www.youtube.com', ({ path }) => path === '/iframe_api');
      const steered = await visitor.until(() => visitor.eval(() => window.__steered), "the page's own function");
      assert.deepEqual(steered, ['iframe', PLAYER]);
      await visitor.eval(() => window.optgate.give('youtube'));
      await visitor.eval(() => window.optgate.withdraw('youtube'));
      await visitor.until(
        () => visitor.eval(() => document.getElementById('film').localName === 'optgate-frame'),
        'the placeholder to have its id again',
      );
      await visitor.settle();
      visitor.mark();
      await visitor.eval((script) => {
        window.YT = undefined;
        new Function(script)();
      }, ASK);
      await visitor.silent('asked for once more, behind a withdrawal');
      await visitor.noErrors();
    },
  },
  {
    title: 'the plain link stays beside the player',
    async run(visitor) {
      await visitor.visit({ body: BODY });
      await visitor.press('#iframe [data-optgate=play]');
      await visitor.contacted(PLAYER);
      const link = () => document.querySelector('#iframe optgate-frame > iframe + a')?.href;
      assert.equal(await visitor.eval(link), `https://www.youtube.com/watch?v=${id('iframe')}`);
      // Firefox gives the player the focus once more when its process has come; so this asks until it stays.
      const shown = () => {
        const beside = document.querySelector('#iframe .optgate-beside');
        beside.focus();
        return getComputedStyle(beside).clipPath === 'none';
      };
      await visitor.until(() => visitor.eval(shown), 'the link to be seen');
    },
  },
];
