// Other providers than YouTube, and pictures of the site's own: what `optgate-embeds.js` makes of the settings.
import assert from 'node:assert/strict';

import { FIRST } from '../lib/page.mjs';

const config = {
  providers: [
    'vimeo',
    'google-maps',
    'openstreetmap',
    { id: 'city', name: 'Stadtplan', hosts: 'plan.example', privacy: 'https://plan.example/privacy', always: 'Immer {name}' },
  ],
  posters: '/assets/{id}.jpg',
};

/** Markup by the service that it belongs to, and the host and path that a press asks for. */
const FRAMES = {
  vimeo: [
    '<iframe data-purpose="media" data-src="https://player.vimeo.com/video/76979871?h=8272103f6e" width="640" height="360"></iframe>',
    ['player.vimeo.com', '/video/76979871?h=8272103f6e&dnt=1'],
  ],
  'google-maps': [
    '<iframe data-purpose="media" data-src="https://www.google.com/maps/embed?pb=x" width="640" height="360"></iframe>',
    ['www.google.com', '/maps/embed?pb=x'],
  ],
  openstreetmap: [
    '<iframe data-src="https://www.openstreetmap.org/export/embed.html?bbox=1" width="640" height="360"></iframe>',
    ['www.openstreetmap.org', '/export/embed.html?bbox=1'],
  ],
  city: [
    '<iframe data-purpose="media" data-src="//plan.example/map" width="640" height="360"></iframe>',
    ['plan.example', '/map'],
  ],
};

const BODY = Object.entries(FRAMES)
  .map(([name, [markup]]) => `<section id="${name}">${markup}</section>`)
  .join('')
  .concat('<p style="height:100vh">');

const page = (body) => ({ attributes: { 'data-google': false }, config, embeds: true, body });

const drawn = (visitor, count) =>
  visitor.until(
    async () => (await visitor.eval(() => document.querySelectorAll('.optgate-player').length)) === count,
    'all placeholders',
  );

export default [
  {
    title: 'frames of listed providers wait, name the provider, and load after a press',
    async run(visitor) {
      await visitor.visit(page(BODY));
      await drawn(visitor, Object.keys(FRAMES).length);
      await visitor.silent('before a press');
      const links = await visitor.eval(() =>
        [...document.querySelectorAll('.optgate-player p:first-of-type a')].map((link) => `${link.textContent} ${link.href}`),
      );
      assert.deepEqual(links, [
        'Vimeo: vimeo.com/privacy https://vimeo.com/privacy',
        'Google Maps: policies.google.com/privacy https://policies.google.com/privacy',
        'OpenStreetMap: osmfoundation.org/wiki/Privacy_Policy https://osmfoundation.org/wiki/Privacy_Policy',
        'Stadtplan: plan.example/privacy https://plan.example/privacy',
      ]);
      const labels = await visitor.eval(() => [...document.querySelectorAll('.optgate-player label')].map((label) => label.textContent));
      assert.deepEqual(labels, [
        'Inhalte von Vimeo immer laden (widerrufbar)',
        'Inhalte von Google Maps immer laden (widerrufbar)',
        'Inhalte von OpenStreetMap immer laden (widerrufbar)',
        'Immer Stadtplan',
      ]);
      for (const [name, [, [host, path]]] of Object.entries(FRAMES)) {
        visitor.mark();
        await visitor.press(`#${name} [data-optgate=play]`);
        await visitor.contacted(host, (request) => request.path === path);
        await visitor.untouched(new RegExp(`^(?!${host.replaceAll('.', '\\.')}$)`), name);
      }
      await visitor.storesNothing();
      assert.deepEqual(await visitor.heard('diagnostic'), []);
      await visitor.noErrors();
    },
  },
  {
    title: 'always gives that provider alone, and a withdrawal brings the placeholder back',
    async run(visitor) {
      await visitor.visit(page(BODY));
      await visitor.press('#vimeo [data-optgate=always]');
      await visitor.contacted('player.vimeo.com');
      await visitor.untouched(/^(?!player\.vimeo\.com$)/, 'always');
      assert.equal(await visitor.standing('vimeo'), 'given visitor');
      assert.equal(await visitor.standing('city'), 'unknown default');
      await visitor.eval(() => window.optgate.withdraw('vimeo'));
      await visitor.until(() => visitor.eval(() => !!document.querySelector('#vimeo .optgate-player')), 'the placeholder');
      await visitor.noErrors();
    },
  },
  {
    title: 'a placeholder that the page moves or copies has its link and its switch once, and a service listed as a text stays in use',
    async run(visitor) {
      const spec = page(BODY);
      await visitor.visit({ ...spec, config: { ...spec.config, services: 'cloudflare-insights' } });
      await visitor.appears('#vimeo [data-optgate=always]');
      for (let round = 0; round < 2; round += 1) await visitor.eval(() => document.body.append(document.getElementById('vimeo')));
      await visitor.eval(() => document.body.append(document.getElementById('vimeo').cloneNode(true)));
      await drawn(visitor, Object.keys(FRAMES).length + 1);
      const counts = await visitor.eval(() => [...document.querySelectorAll('#vimeo')].map((place) => place.querySelectorAll('input,p:first-of-type a[rel=noreferrer]').length));
      assert.deepEqual(counts, [2, 2]);
      assert.equal(await visitor.standing('cloudflare-insights'), 'unknown default');
      await visitor.noErrors();
    },
  },
  {
    title: 'a frame that was pressed closes when its own service is withdrawn, and stays when another one is',
    async run(visitor) {
      await visitor.visit(page(BODY));
      for (const [name, host] of [['vimeo', 'player.vimeo.com'], ['city', 'plan.example']]) {
        await visitor.press(`#${name} [data-optgate=play]`);
        await visitor.contacted(host);
      }
      const plays = (name) => visitor.eval((id) => !!document.querySelector(`#${id} optgate-frame>iframe`), name);
      await visitor.eval(() => window.optgate.withdraw('youtube'));
      assert.deepEqual([await plays('vimeo'), await plays('city')], [true, true], 'YouTube is another service');
      await visitor.eval(() => {
        window.optgate.give('vimeo');
        window.optgate.withdraw('vimeo');
      });
      await visitor.until(() => visitor.eval(() => !!document.querySelector('#vimeo .optgate-player')), 'the placeholder');
      assert.deepEqual([await plays('vimeo'), await plays('city')], [false, true]);
      await visitor.press('#vimeo [data-optgate=play]');
      await visitor.until(() => plays('vimeo'), 'a later press counts again');
      await visitor.eval(() => window.optgate.refuse());
      await visitor.until(async () => !(await plays('city')), 'what is refused');
      await visitor.noErrors();
    },
  },
  {
    title: 'a frame that a script adds live, and one written by id, wait as well',
    async run(visitor) {
      await visitor.visit(
        page('<optgate-frame data-provider="vimeo" data-video="76979871"><a href="https://vimeo.com/76979871">Film</a></optgate-frame><div id="here"></div>'),
      );
      await visitor.eval(() => {
        document.getElementById('here').innerHTML = '<iframe src="https://player.vimeo.com/video/2" width="640" height="360"></iframe>';
      });
      await drawn(visitor, 2);
      await visitor.silent('before a press');
      for (const [selector, path] of [['optgate-frame', '/video/76979871?dnt=1'], ['#here optgate-frame', '/video/2?dnt=1']]) {
        visitor.mark();
        await visitor.press(`${selector} [data-optgate=play]`);
        await visitor.contacted('player.vimeo.com', (request) => request.path === path);
      }
      await visitor.noErrors();
    },
  },
  {
    title: 'a pattern names the pictures of videos, and a picture of its own goes before it',
    async run(visitor) {
      await visitor.visit(
        page(`<optgate-frame data-provider="youtube" data-video="${FIRST}"></optgate-frame>
          <iframe data-purpose="media" data-src="https://www.youtube.com/embed/othervideo1"></iframe>
          <optgate-frame data-provider="youtube" data-video="thirdvideo1" data-poster="/assets/own.jpg"></optgate-frame>`),
      );
      await drawn(visitor, 3);
      const pictures = await visitor.eval(() => [...document.querySelectorAll('.optgate-player img')].map((image) => image.getAttribute('src')));
      assert.deepEqual(pictures, [`/assets/${FIRST}.jpg`, '/assets/othervideo1.jpg', '/assets/own.jpg']);
      await visitor.silent('pictures come from the site');
      await visitor.noErrors();
    },
  },
];
