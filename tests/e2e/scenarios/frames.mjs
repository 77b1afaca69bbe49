// What an author gave his frame besides its address: what it may do, how it is called, and where else it can be seen.
import assert from 'node:assert/strict';

import { FIRST } from '../lib/page.mjs';

const PLAYER_HOST = 'www.youtube-nocookie.com';
const ATTRIBUTES = { 'data-google': false };
const END = '<p style="height:100vh">Ende.</p>';

const attributesOf = (visitor, selector) =>
  visitor.eval((wanted) => Object.fromEntries([...document.querySelector(wanted).attributes].map(({ name, value }) => [name, value])), selector);

const texts = (visitor, selector) =>
  visitor.eval((wanted) => [...document.querySelectorAll(wanted)].map(({ textContent }) => textContent), selector);

export default [
  {
    title: "a frame's style is kept, out of variables as well, but for pictures that it names",
    async run(visitor) {
      const film = (style, id) => `<lite-youtube videoid="${FIRST}" class="${id}" style="${style}"></lite-youtube>`;
      await visitor.visit({
        attributes: ATTRIBUTES,
        body: `<style>:root { --spot: 10px 30px; --film: url(https://i.ytimg.com/vi/variable/0.jpg); }</style>
          <iframe data-src="https://www.youtube.com/embed/${FIRST}" class="one" style="margin: var(--spot) !important; background: url(https://i.ytimg.com/vi/style/0.jpg)"></iframe>
          ${film('margin: var(--spot); background: var(--film)', 'two')}${film('background-image: var(--film); margin: 10px 30px', 'three')}${END}`,
      });
      await visitor.until(() => visitor.eval(() => document.querySelector('.three button')), 'the last placeholder');
      const styles = await visitor.eval(() => [...document.querySelectorAll('optgate-frame')].map((each) => {
        const { marginLeft, backgroundImage } = getComputedStyle(each);
        return [each.className, each.style.getPropertyPriority('margin-left'), marginLeft, backgroundImage];
      }));
      assert.deepEqual(styles, [['one', 'important', '30px', 'none'], ['two', '', '30px', 'none'], ['three', '', '30px', 'none']]);
      await visitor.silent('with pictures in the styles of frames');
    },
  },
  {
    title: 'a frame may do what its author let it do, and no more; a video keeps what its player needs',
    async run(visitor) {
      const rights = 'sandbox="allow-scripts" allow="geolocation" name="karte" referrerpolicy="no-referrer" scrolling="no"';
      await visitor.visit({
        attributes: ATTRIBUTES,
        body: `<section id="map"><iframe data-purpose="media" data-src="https://karte.example/" ${rights} width="640" height="300"></iframe></section>
          <section id="film"><iframe data-purpose="media" data-src="https://www.youtube.com/embed/${FIRST}" width="640" height="300"
            allow="clipboard-write; web-share" referrerpolicy="no-referrer"></iframe></section>${END}`,
      });
      await visitor.press('#map [data-optgate=play]');
      const { referer } = await visitor.contacted('karte.example');
      assert.equal(referer, '', 'the author wanted no referrer');
      const { sandbox, allow, name, referrerpolicy, scrolling } = await attributesOf(visitor, '#map iframe');
      assert.deepEqual({ sandbox, allow, name, referrerpolicy, scrolling }, {
        sandbox: 'allow-scripts', allow: 'geolocation', name: 'karte', referrerpolicy: 'no-referrer', scrolling: 'no',
      });
      await visitor.press('#film [data-optgate=play]');
      await visitor.contacted(PLAYER_HOST);
      const film = await attributesOf(visitor, '#film iframe');
      assert.equal(film.sandbox, undefined);
      assert.equal(film.referrerpolicy, 'strict-origin-when-cross-origin', 'without a referrer the player does not play');
      for (const right of ['autoplay', 'fullscreen', 'clipboard-write', 'web-share']) assert.ok(film.allow.includes(right), film.allow);
      await visitor.noErrors();
    },
  },
  {
    title: 'the link in an optgate-frame says how the content is called, and where it is to be seen',
    async run(visitor) {
      const link = (href, text) => `<a href="${href}">\n  ${text} </a>`;
      await visitor.visit({
        attributes: ATTRIBUTES,
        config: { providers: ['vimeo'] },
        embeds: true,
        body: `<section id="film"><optgate-frame data-provider="youtube" data-video="${FIRST}">${link('/film', 'Unser Film')}</optgate-frame></section>
          <section id="vimeo"><optgate-frame data-provider="vimeo" data-video="76979871">${link('https://vimeo.com/76979871', 'Der andere')}</optgate-frame></section>
          <section id="named"><optgate-frame data-provider="youtube" data-video="othervideo1" data-title="Eigener Titel">${link('/x', 'Link')}</optgate-frame></section>${END}`,
      });
      await visitor.until(async () => (await texts(visitor, '.optgate-player > strong')).length === 3, 'the titles');
      assert.deepEqual(await texts(visitor, '.optgate-player > strong'), ['Unser Film', 'Der andere', 'Eigener Titel']);
      const last = (id) => visitor.eval((section) => [...document.querySelectorAll(`#${section} .optgate-player a`)].at(-1).href, id);
      assert.equal(await last('film'), `https://www.youtube.com/watch?v=${FIRST}`);
      assert.equal(await last('vimeo'), 'https://vimeo.com/76979871');
      // The parser may be interrupted between the frame and its link.
      await visitor.eval(() => {
        const late = document.createElement('optgate-frame');
        Object.assign(late.dataset, { provider: 'vimeo', video: '1' });
        document.querySelector('#named').append(late);
        setTimeout(() => late.append(Object.assign(document.createElement('a'), { href: 'https://vimeo.com/1', textContent: 'Spät' })));
      });
      await visitor.until(async () => (await texts(visitor, '.optgate-player > strong')).at(-1) === 'Spät', 'the late title');
      assert.equal(await last('named'), 'https://vimeo.com/1');
      assert.deepEqual(await visitor.eval(() => [...document.querySelectorAll('optgate-frame > *')].map(({ className }) => className)), Array(4).fill('optgate-player'));
      await visitor.press('#film [data-optgate=play]');
      await visitor.contacted(PLAYER_HOST);
      assert.equal((await attributesOf(visitor, '#film iframe')).title, 'Unser Film');
      await visitor.noErrors();
    },
  },
  {
    title: 'a player that scripts steer keeps the box that a rule for its id gave it',
    async run(visitor) {
      await visitor.visit({
        attributes: ATTRIBUTES,
        head: '<style>#film { width: 500px; height: 281px; border: 0 }</style>',
        body: `<iframe id="film" data-purpose="media" data-src="https://www.youtube.com/embed/${FIRST}?enablejsapi=1"></iframe><p id="end">Ende.</p>${END}`,
      });
      await visitor.appears('optgate-frame .optgate-player');
      const box = () =>
        visitor.eval(() =>
          ['optgate-frame', '#end'].map((selector) => {
            const { x, y, width, height } = document.querySelector(selector).getBoundingClientRect();
            return [x, y, width, height].join(' ');
          }),
        );
      const before = await box();
      await visitor.press('[data-optgate=play]');
      await visitor.contacted(PLAYER_HOST);
      assert.equal(await visitor.eval(() => document.querySelector('#film').localName), 'iframe');
      assert.deepEqual(await box(), before);
      await visitor.noErrors();
    },
  },
  {
    title: 'a frame with an address of the site itself names the site, and links to it',
    async run(visitor) {
      await visitor.visit({ attributes: ATTRIBUTES, body: `<iframe data-purpose="media" data-src="wege/karte.html" width="640" height="300"></iframe>${END}` });
      await visitor.appears('optgate-frame .optgate-player');
      const [notice] = await texts(visitor, '.optgate-player > div > p');
      assert.match(notice, /^Beim Laden erfährt test\.localhost Ihre IP-Adresse\./);
      assert.deepEqual(await texts(visitor, '.optgate-player a'), ['test.localhost']);
    },
  },
  {
    title: 'a picture of a service that waits for its consent is not shown in its place',
    async run(visitor) {
      await visitor.visit({
        attributes: ATTRIBUTES,
        config: { services: [{ id: 'karten', purpose: 'media', hosts: ['karten.example'] }] },
        body: `<iframe data-purpose="media" data-service="karten" data-src="https://karten.example/1" data-poster="https://bild.karten.example/1.jpg" width="640" height="300"></iframe>
          <iframe data-purpose="media" data-src="https://www.youtube.com/embed/${FIRST}" data-poster="/eigenes.jpg" width="640" height="300"></iframe>`,
      });
      await visitor.until(async () => (await texts(visitor, '.optgate-player > div')).length === 2, 'both');
      await visitor.silent('before a press');
      assert.deepEqual(await visitor.eval(() => [...document.querySelectorAll('.optgate-player img')].map((image) => image.getAttribute('src'))), ['/eigenes.jpg']);
    },
  },
];
