// Which addresses are held: the built-in services' hosts, those that the site lists, its own ids on its own paths, however
// they are written; and nothing that only looks like them.
import assert from 'node:assert/strict';

import { GOOGLE } from '../lib/page.mjs';

const ADS = 'AW-987654321';
const BOTH = { 'data-google': `${GOOGLE} ${ADS}` };
const BODY = '<h1>Adressen</h1><div id="here"></div>';

/** Shows pictures from these addresses. */
const show = (visitor, addresses) =>
  visitor.eval((all) => {
    for (const src of all) document.getElementById('here').append(Object.assign(new Image(), { alt: '', src }));
  }, addresses);

const give = (visitor, ids) =>
  visitor.eval((all) => {
    window.optgate.give(all);
  }, ids);

/** Waits until each address (host and path) was asked for. */
async function shown(visitor, addresses) {
  const asked = () => new Set(visitor.requests().map(({ host, path }) => `${host}${path}`));
  const missing = () => addresses.filter((address) => !asked().has(address));
  await visitor.until(() => missing().length === 0, 'every address to be asked for').catch(() => {
    assert.deepEqual(missing(), [], 'addresses that were not asked for');
  });
}

/** What the site itself was asked for, of paths that begin so. */
const own = (visitor, start) => visitor.site.requests.map(({ path }) => path).filter((path) => path.startsWith(start));

/** Addresses by what has to be given for them. */
const KNOWN = {
  analytics: [
    'www.google-analytics.com/known.gif',
    'region1.google-analytics.com/g/known.gif',
    'ssl.google-analytics.com/known.gif',
    'analytics.google.com/known.gif',
    'www.googletagmanager.com/known.gif',
    'www.googletagmanager.com/gtag/known.gif?id=G-OTHER1',
    'static.cloudflareinsights.com/known.gif',
  ],
  marketing: [
    'www.googletagmanager.com/gtag/js?id=AW-999',
    'googleads.g.doubleclick.net/known.gif',
    'stats.g.doubleclick.net/known.gif',
    'www.googleadservices.com/known.gif',
    'pagead2.googlesyndication.com/known.gif',
    'www.google.com/pagead/known.gif',
    'www.google.de/ads/known.gif',
    'www.google.co.uk/ccm/known.gif',
    'www.google.at/rmkt/known.gif',
    'google.com/measurement/known.gif',
    'www.google.com/gmp/known.gif',
    // A container may bring anything: it needs both.
    'www.googletagmanager.com/gtm.js?id=GTM-OTHER',
    'www.googletagmanager.com/ns.html?id=GTM-OTHER',
  ],
  media: [
    'www.youtube.com/known.gif',
    'm.youtube.com/known.gif',
    'www.youtube-nocookie.com/known.gif',
    'youtu.be/known.gif',
    'i.ytimg.com/vi/known/0.jpg',
    'yt3.ggpht.com/known.gif',
    'r1---sn-x.googlevideo.com/known.gif',
    'youtubei.googleapis.com/known.gif',
  ],
};

/** An address each that a browser reads as one on YouTube's host, and that shows its name. */
const ODD = {
  '/upper.gif': 'HTTPS://WWW.YOUTUBE.COM/upper.gif',
  '/blank.gif': ' \f\n https://www.youtube.com/blank.gif ',
  '/backslash.gif': 'https:\\\\www.youtube.com\\backslash.gif',
  '/mixed.gif': '\\/www.youtube.com/mixed.gif',
  '/relative.gif': '//www.youtube.com/relative.gif',
  '/bare.gif': 'https:www.youtube.com/bare.gif',
  '/slashes.gif': 'https:////www.youtube.com/slashes.gif',
  '/port.gif': 'https://www.youtube.com:443/port.gif',
  '/dot.gif': 'https://www.youtube.com./dot.gif',
};

/** The same, the name itself disguised. */
const DISGUISED = {
  '/tab.gif': 'https://www.you\ttube.com/tab.gif',
  '/line.gif': 'ht\ntps://www.youtube\r.com/line.gif',
  '/percent.gif': 'https://www.%79outube.com/percent.gif',
  '/wide.gif': 'https://www.ｙoutube.com/wide.gif',
  '/soft.gif': 'https://www.you\u00adtube.com/soft.gif',
  '/stop.gif': 'https://www.youtube。com/stop.gif',
};

export default [
  {
    title: 'every known host is silent, and opens with its own purposes alone',
    async run(visitor) {
      await visitor.visit({ attributes: BOTH, body: BODY });
      const all = Object.values(KNOWN).flat();
      await show(
        visitor,
        all.map((address) => `https://${address}`),
      );
      await visitor.silent('before the answer');
      const open = [];
      for (const [purpose, addresses] of Object.entries(KNOWN)) {
        await give(visitor, purpose);
        open.push(...addresses);
        await shown(visitor, open);
        await visitor.settle();
        const early = visitor
          .requests()
          .map(({ host, path }) => `${host}${path}`)
          .filter((address) => all.includes(address) && !open.includes(address));
        assert.deepEqual(early, [], `after ${purpose}`);
      }
      await visitor.noErrors();
    },
  },
  {
    title: 'what only looks like a known address is fetched at once',
    async run(visitor) {
      await visitor.visit({ attributes: BOTH, body: BODY });
      const addresses = [
        'www.youtube.com.lookalike.example/a.gif',
        'notyoutube.com/a.gif',
        'mygoogle-analytics.com/a.gif',
        'google-analytics.com.lookalike.example/a.gif',
        'lookalike.example/www.youtube.com/a.gif',
        'lookalike.example/a.gif?https://www.youtube.com/embed/x',
        'lookalike.example/b.gif?id=G-TEST123456',
        'lookalike.example/G-TEST12345/a.gif',
        'fonts.googleapis.com/a.gif',
        'maps.google.com/a.gif',
        'ads.google.com/a.gif',
        'www.google.com/recaptcha/a.gif',
        'yt.ggpht.com/a.gif',
      ];
      await show(
        visitor,
        addresses.map((address) => `https://${address}`),
      );
      await shown(visitor, addresses);
      assert.equal(await visitor.eval(() => document.querySelectorAll('#here [data-purpose]').length), 0);
      await visitor.noErrors();
    },
  },
  {
    title: 'an address is known however it is written',
    async run(visitor) {
      await visitor.visit({ body: BODY });
      const all = { ...ODD, ...DISGUISED };
      await show(visitor, Object.values(all));
      await visitor.eval((addresses) => {
        for (const address of addresses) fetch(address).catch(() => {});
      }, Object.values(all));
      await visitor.eval((addresses) => {
        const html = addresses.map((address) => `<img alt="" src="${address}">`).join('');
        document.getElementById('here').insertAdjacentHTML('beforeend', html);
      }, Object.values(ODD));
      // Not every engine fetches an address with a name in it; none may look it up.
      await show(visitor, ['https://name@www.youtube.com/name.gif', 'https://a:b@www.youtube.com:443/name.gif']);
      await visitor.silent('before the answer');
      await give(visitor, 'media');
      const arrived = () => new Set(visitor.requests().map(({ path }) => path));
      const missing = () => Object.keys(all).filter((path) => !arrived().has(path));
      await visitor.until(() => missing().length === 0, 'every address').catch(() => {
        assert.deepEqual(missing(), [], 'addresses that were not asked for');
      });
    },
  },
  {
    title: "hosts and paths that the site lists are held, and nothing beside them",
    async run(visitor) {
      const config = {
        purposes: [{ id: 'maps', name: 'Karten' }],
        services: [{ id: 'city-map', purpose: 'maps', name: 'Karte', hosts: 'maps.example', paths: '/metrics/' }],
      };
      await visitor.visit({ at: '/paths', config, body: BODY });
      const held = ['maps.example/a.gif', 'tiles.maps.example/a.gif'];
      const free = ['maps.example.org/a.gif', 'citymaps.example/a.gif', 'other.example/maps.example/a.gif'];
      await show(visitor, [...held, ...free].map((address) => `https://${address}`));
      await show(visitor, ['/metrics/a.gif', 'metrics/b.gif', '/metrics-b.gif', '/other/metrics/c.gif']);
      await shown(visitor, free);
      await visitor.untouched(/^(tiles\.)?maps\.example$/, 'before the answer');
      assert.deepEqual(own(visitor, '/metrics'), ['/metrics-b.gif']);
      assert.deepEqual(own(visitor, '/other'), ['/other/metrics/c.gif']);
      await give(visitor, 'maps');
      await shown(visitor, held);
      await visitor.until(() => own(visitor, '/metrics/').length === 2, 'the path of its own, however it is written');
    },
  },
  {
    title: "Google's tag from a path of the site's own is known by the site's id",
    async run(visitor) {
      await visitor.visit({ attributes: BOTH, body: BODY });
      const analytics = [`/via/a.gif?id=${GOOGLE}`, `/via/b.gif?v=2&tid=${GOOGLE}&en=x`];
      const marketing = [`/via/c.gif?id=${ADS}`];
      const others = ['/via/d.gif?id=G-OTHER1', `/via/e.gif?id=${GOOGLE}9`, `/via/${GOOGLE}.gif`];
      await show(visitor, [...analytics, ...marketing, ...others]);
      await visitor.until(() => own(visitor, '/via').length === others.length, 'the other addresses');
      await visitor.silent('before the answer');
      assert.deepEqual(own(visitor, '/via').sort(), others.sort());
      await give(visitor, 'analytics');
      await visitor.until(() => own(visitor, '/via').length >= others.length + 2, 'what analytics opens');
      await visitor.settle();
      assert.deepEqual(own(visitor, '/via').slice(others.length).sort(), analytics, 'and nothing is fetched twice');
      await give(visitor, 'marketing');
      await visitor.until(() => own(visitor, '/via/c').length === 1, 'what marketing opens');
    },
  },
  {
    title: 'unmarked scripts of the HTML are reported, do not run, and run once when they are given',
    async run(visitor) {
      const config = {
        services: [{ id: 'counter', purpose: 'analytics', name: 'Zähler', hosts: 'counter.example', paths: '/-/ran.js' }],
      };
      const kinds = ['', 'async', 'defer', 'type="module"'];
      const scripts = kinds.map((kind, at) => `<script ${kind} src="/-/ran.js?${at}"></script>`);
      await visitor.visit({ config, head: scripts[0], body: `<h1>Zähler</h1>${scripts.join('')}<p id="end">Ende.</p>` });
      for (const [at] of kinds.entries()) await visitor.diagnosed('unmarked', `ran.js?${at}`);
      await visitor.settle();
      assert.equal(await visitor.eval(() => typeof window.__ran), 'undefined', 'none has run');
      await give(visitor, 'analytics');
      await visitor.until(() => visitor.eval(() => window.__ran === 5), 'each to run');
      await visitor.settle();
      assert.equal(await visitor.eval(() => window.__ran), 5, 'none has run twice');
      await visitor.noErrors();
    },
  },
  {
    title: 'other unmarked elements of the HTML are reported and closed, and a player becomes a placeholder',
    async run(visitor) {
      const body = `<h1>Ohne Zeichen</h1><img id="one" alt="" src="https://i.ytimg.com/vi/unmarked/0.jpg">
        <link id="two" rel="stylesheet" href="https://www.youtube.com/unmarked.css">
        <video id="three" poster="https://i.ytimg.com/vi/poster/0.jpg"></video>
        <iframe id="four" title="Film" width="400" height="300" src="https://www.youtube.com/embed/firstvideo1"></iframe>`;
      await visitor.visit({ body });
      for (const id of ['one', 'two', 'three', 'four']) await visitor.diagnosed('unmarked', `id="${id}"`);
      const live = await visitor.eval(() =>
        ['src', 'href', 'poster'].flatMap((name) =>
          [...document.querySelectorAll(`body [${name}*="yt"],body [${name}*="youtube"]:not(a)`)].map(({ id }) => id),
        ),
      );
      assert.deepEqual(live, [], 'no address is live');
      await visitor.settle();
      visitor.mark();
      await visitor.silent('once it is closed');
      await give(visitor, 'media');
      const address = (id, name) =>
        visitor.until(() => visitor.eval((...at) => document.getElementById(at[0])[at[1]], id, name), `${id}: ${name}`);
      // A browser that has fetched it may show it without asking again.
      assert.equal(await address('one', 'src'), 'https://i.ytimg.com/vi/unmarked/0.jpg');
      assert.equal(await address('two', 'href'), 'https://www.youtube.com/unmarked.css');
      assert.equal(await address('three', 'poster'), 'https://i.ytimg.com/vi/poster/0.jpg');
      await visitor.contacted('www.youtube-nocookie.com', ({ path }) => path.startsWith('/embed/firstvideo1'));
    },
  },
  {
    title: 'hold "marked" touches no function but document.write, and reports what it does not hold',
    async run(visitor) {
      const spec = {
        config: { hold: 'marked' },
        head: '<script src="/-/guarded.js"></script>',
        body: `${BODY}<img id="parsed" alt="" src="https://i.ytimg.com/vi/parsed/0.jpg">
          <img id="marked" alt="" data-purpose="media" data-src="https://i.ytimg.com/vi/marked/0.jpg">
          <script id="empty" data-purpose="media"></script><script id="ran" data-purpose="media">window.ran = true;</script>`,
      };
      await visitor.visit(spec);
      const { here, clean } = await visitor.eval(() => window.__looks());
      assert.ok(Object.keys(here).length > 50);
      // What a released script writes must not erase the page.
      for (const looks of [here, clean]) for (const name of ['write', 'writeln']) delete looks[`Document.${name}`];
      assert.deepEqual(here, clean);
      await show(visitor, ['https://i.ytimg.com/vi/inserted/0.jpg', '/none.gif']);
      await shown(visitor, ['i.ytimg.com/vi/inserted/0.jpg', 'i.ytimg.com/vi/parsed/0.jpg']);
      await visitor.diagnosed('unmarked', 'vi/inserted');
      await visitor.diagnosed('unmarked', 'id="parsed"');
      await visitor.diagnosed('unmarked', 'id="ran"');
      assert.equal((await visitor.heard('diagnostic')).some(({ where }) => where.includes('id="empty"')), false, 'nothing in it could run');
      assert.ok(await visitor.eval(() => fetch('https://www.google-analytics.com/x.js').then(({ ok }) => ok)));
      await visitor.settle();
      assert.deepEqual(
        visitor.requests().filter(({ path }) => path.includes('/marked')),
        [],
        'what is marked is held',
      );
      await give(visitor, 'media');
      await shown(visitor, ['i.ytimg.com/vi/marked/0.jpg']);
      assert.deepEqual(own(visitor, '/none'), ['/none.gif'], 'a look at a picture fetches nothing');
    },
  },
];
