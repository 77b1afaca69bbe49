// What a held element keeps, whatever scripts of the page do to it meanwhile.
import assert from 'node:assert/strict';

import { FIRST } from '../lib/page.mjs';

const MAPS = { services: [{ id: 'city-map', purpose: 'maps', name: 'Karte', hosts: 'maps.example' }] };
const STATISTICS = 'https://www.google-analytics.com';
const PICTURE = 'https://i.ytimg.com/vi/x/0.jpg';

const change = (name) => (visitor, ...ids) => visitor.eval((what, all) => void window.optgate[what](all), name, ids);
const give = change('give');
const withdraw = change('withdraw');

const SOURCE = (image) => image.getAttribute('src');

/** What `read` gives of each element of `selector`. */
const each = (visitor, selector, read) =>
  visitor.eval(`[...document.querySelectorAll(${JSON.stringify(selector)})].map(${read})`);

/** Waits until that is `wanted`. */
const becomes = (visitor, selector, read, wanted) =>
  visitor.until(async () => {
    assert.deepEqual(await each(visitor, selector, read), wanted);
    return true;
  }, `${selector} to be ${wanted}`);

export default [
  {
    title: 'what leads to several services opens by the services given apart, and stays closed where one is refused apart',
    async run(visitor) {
      await visitor.visit({ attributes: { 'data-purposes': 'analytics media' }, body: '<h1>Beides</h1>' });
      await visitor.eval(
        (one, other) => {
          const image = new Image();
          image.src = one;
          image.srcset = other;
          document.body.append(image);
        },
        `${STATISTICS}/a.gif`,
        PICTURE,
      );
      await visitor.silent('before the answer');
      await give(visitor, 'google-analytics', 'youtube');
      await becomes(visitor, 'img', SOURCE, [`${STATISTICS}/a.gif`]);
      await withdraw(visitor, 'youtube');
      await becomes(visitor, 'img', SOURCE, [null]);
      await visitor.eval(() => document.images[0].remove());
      await give(visitor, 'media');
      await withdraw(visitor, 'youtube');
      await visitor.settle();
      visitor.mark();
      await visitor.eval((copy) => document.body.append(Object.assign(new Image(), copy)), { srcset: PICTURE, src: `${STATISTICS}/b.gif` });
      await visitor.untouched(/ytimg/, 'the service is refused, its purpose given');
      await visitor.noErrors();
    },
  },
  {
    title: 'a lazy loader that takes its own attribute away does not take the address',
    async run(visitor) {
      const body = `<h1>Später</h1><img alt="" data-src="${PICTURE}"><iframe class="map" data-src="https://maps.example/" width="300" height="200"></iframe>
        <iframe class="film" data-src="https://www.youtube.com/embed/${FIRST}" width="640" height="360"></iframe>`;
      await visitor.visit({ config: MAPS, body: `${body}<script>window.__lazy = [...document.querySelectorAll('[data-src]')];</script>` });
      await visitor.eval(() => {
        for (const element of window.__lazy) {
          element.src = element.dataset.src;
          element.removeAttribute('data-src');
        }
      });
      await visitor.silent('once the loader has run');
      await visitor.appears('optgate-frame.map');
      await visitor.appears('optgate-frame.film [data-optgate=play]');
      await give(visitor, 'maps', 'media');
      await becomes(visitor, 'body > img, .map > iframe', SOURCE, [PICTURE, 'https://maps.example/']);
      await becomes(visitor, '.film', (frame) => frame.dataset.video, [FIRST]);
      assert.deepEqual(await visitor.heard('diagnostic'), []);
      await visitor.noErrors();
    },
  },
  {
    title: 'an address that is written into what is kept needs its own consent',
    async run(visitor) {
      await visitor.visit({ attributes: { 'data-purposes': 'analytics media' }, body: '<h1>Anders</h1><img alt="">' });
      await visitor.eval((address) => {
        document.images[0].src = address;
      }, `${STATISTICS}/a.gif`);
      await visitor.eval((address) => {
        document.images[0].dataset.src = address;
      }, PICTURE);
      await give(visitor, 'analytics');
      await visitor.untouched(/ytimg/, 'with analytics alone');
      await give(visitor, 'media');
      await becomes(visitor, 'img', SOURCE, [PICTURE]);
    },
  },
  {
    title: 'of an element that its author marked, the address that a script gave last counts',
    async run(visitor) {
      await visitor.visit({ body: '<h1>Zuletzt</h1><img alt="" data-purpose="media" data-src="/assets/icon.svg">' });
      await visitor.eval((address) => {
        const [image] = document.images;
        image.src = address;
        image.src = '/assets/antrag.svg';
      }, `${STATISTICS}/a.gif`);
      await give(visitor, 'media');
      await visitor.silent('with media alone');
      assert.deepEqual(await each(visitor, 'img', SOURCE), ['/assets/antrag.svg']);
    },
  },
  {
    title: 'what stands in the page and gets an address of any kind is seen at once, open or not',
    async run(visitor) {
      await visitor.visit({ attributes: { 'data-purposes': 'analytics media' }, body: '<h1>Da</h1><img alt=""><iframe width="640" height="360"></iframe>' });
      await visitor.eval((address) => {
        document.images[0].src = address;
      }, `${STATISTICS}/a.gif`);
      await give(visitor, 'analytics');
      await becomes(visitor, 'img', SOURCE, [`${STATISTICS}/a.gif`]);
      await visitor.eval(
        (other, id) => {
          document.images[0].srcset = other;
          document.querySelector('iframe').srcdoc = `<iframe src="https://www.youtube.com/embed/${id}"></iframe>`;
        },
        PICTURE,
        FIRST,
      );
      await visitor.appears('optgate-frame [data-optgate=play]');
      await becomes(visitor, 'img', SOURCE, [null]);
      await visitor.untouched(/ytimg|youtube/, 'with analytics alone');
      await give(visitor, 'media');
      await becomes(visitor, 'img', (image) => image.getAttribute('srcset'), [PICTURE]);
      await withdraw(visitor, 'analytics', 'media');
      await becomes(visitor, 'img', (image) => image.hasAttribute('src') || image.hasAttribute('srcset'), [false]);
      await visitor.eval(() => {
        const [image] = document.images;
        image.srcset = '/assets/icon.svg';
        image.src = '/assets/icon.svg';
      });
      await visitor.eval((address) => {
        document.images[0].src = address;
      }, `${STATISTICS}/b.gif`);
      await give(visitor, 'analytics');
      await becomes(visitor, 'img', SOURCE, [`${STATISTICS}/b.gif`]);
      await visitor.noErrors();
    },
  },
  {
    title: 'attributes that are no addresses are set as they are, by whatever call',
    async run(visitor) {
      await visitor.visit({ body: '<h1>Namen</h1><p id="here"></p>' });
      const address = `https://youtu.be/${FIRST}`;
      const set = await visitor.eval((text) => {
        const old = document.createElement('img');
        for (const name of ['title', 'alt', 'data-film']) old.setAttribute(name, text);
        const fresh = document.createElement('img');
        for (const attribute of old.attributes) fresh.setAttributeNode(attribute.cloneNode());
        document.getElementById('here').append(fresh);
        return fresh.outerHTML;
      }, address);
      assert.equal(set, `<img title="${address}" alt="${address}" data-film="${address}">`);
    },
  },
];
