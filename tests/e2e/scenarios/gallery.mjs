// The page that shows the pictures of `cargo xtask gallery`.
import assert from 'node:assert/strict';

const HOME = 'http://gallery.localhost/';
const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="5"/>';

const told = (visitor) =>
  visitor.eval(() => ({
    headings: [...document.querySelectorAll('h2')].map((each) => each.textContent),
    alternatives: [...document.images].map((image) => image.alt),
    captions: [...document.querySelectorAll('figcaption')].map((each) => each.textContent),
    command: document.querySelector('main code')?.textContent ?? null,
  }));

export default [
  {
    title: 'the gallery shows the pictures by view, each with a text, and says how they are made where there are none',
    async run(visitor) {
      await visitor.visit(HOME, { ready: false });
      const isAsked = () => visitor.site.requests.some(({ path }) => path === '/pictures/gallery.json');
      await visitor.until(isAsked, 'the page to ask for the list');
      assert.deepEqual(await told(visitor), { headings: [], alternatives: [], captions: [], command: 'cargo xtask gallery' });

      const views = [
        {
          id: 'banner',
          title: 'Banner',
          text: 'The first layer.',
          pictures: [
            { window: 'phone', scheme: 'forced', lang: 'de', file: 'a.svg', width: 8, height: 5 },
            { window: 'desktop', scheme: 'light', lang: 'ar', file: 'b.svg', width: 8, height: 5 },
          ],
        },
        {
          id: 'services',
          title: 'Table',
          text: 'On a privacy statement.',
          pictures: [{ window: 'desktop', scheme: 'dark', lang: 'el', file: 'c.svg', width: 8, height: 5 }],
        },
      ];
      const put = (name, html, type) =>
        visitor.site.put('gallery.localhost', `/pictures/${name}`, { html, headers: { 'content-type': type } });
      put('gallery.json', JSON.stringify({ views }), 'application/json');
      for (const file of ['a.svg', 'b.svg', 'c.svg']) put(file, PICTURE, 'image/svg+xml');
      await visitor.visit(HOME, { ready: false });
      const loaded = () => document.images.length === 3 && [...document.images].every((image) => image.naturalWidth > 0);
      await visitor.until(() => visitor.eval(loaded), 'three pictures');
      assert.deepEqual(await told(visitor), {
        headings: ['Banner', 'Table'],
        alternatives: [
          'Banner: German, phone, forced colours',
          'Banner: Arabic, desktop, light',
          'Table: Greek, desktop, dark',
        ],
        command: null,
        captions: ['German, phone, forced colours', 'Arabic, desktop, light', 'Greek, desktop, dark'],
      });
      // Its policy refuses the closing marker too, so a page after it fetches that.
      await visitor.visit({ attributes: { 'data-google': false } });
      await visitor.silent('while pictures were shown');
    },
  },
];
