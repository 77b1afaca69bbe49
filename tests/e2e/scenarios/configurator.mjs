// The configurator: what it says is what a site gets, its preview runs, and nothing leaves it.
import assert from 'node:assert/strict';
import fs from 'node:fs';

import { PATIENT } from '../lib/page.mjs';

const HOST = 'configurator.localhost';
const HOME = `http://${HOST}/`;

const PREVIEW = fs.readFileSync(new URL(`../../../www/${HOST}/preview.js`, import.meta.url), 'utf8');

/** In the preview, which a driver of the page around it does not reach: when asked, it tells the language of its preferences. */
const LOOKS = `addEventListener('message', ({ data }) => {
  if (data.look) parent.postMessage({ lang: document.querySelector('optgate-preferences dialog[open]')?.parentElement.lang ?? '' }, '*');
});`;

/** Opens the form; its preview is as patient as the test, and tells what it shows. */
async function open(visitor) {
  visitor.site.put(HOST, '/preview.js', { html: PATIENT + LOOKS + PREVIEW, headers: { 'content-type': 'text/javascript' } });
  await visitor.visit(HOME, { ready: false });
}

/** The language of the preferences that the preview shows. What it has said of missing files came before the answer, by the same way. */
const shown = (visitor) =>
  visitor.eval(
    () =>
      new Promise((resolve) => {
        const preview = document.querySelector('#stage iframe').contentWindow;
        addEventListener('message', function heard({ source, data }) {
          if (source !== preview || data.lang === undefined) return;
          removeEventListener('message', heard);
          resolve(data.lang);
        });
        preview.postMessage({ look: true }, '*');
      }),
  );

/** Fills in the form, as typing does. */
const fill = (visitor, values) =>
  visitor.eval((wanted) => {
    for (const [name, value] of Object.entries(wanted)) {
      const field = document.forms[0].elements[name];
      if (field.type === 'checkbox') field.checked = value;
      else field.value = value;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
  }, values);

const snippet = (visitor) => visitor.eval(() => document.getElementById('snippet').value);

async function until(visitor, part) {
  await visitor.until(async () => (await snippet(visitor)).includes(part), `the snippet to say ${part}`);
  return snippet(visitor);
}

/** Asserts that nothing left the page; its policy refuses the closing marker too, so a page after it fetches that. */
async function leave(visitor, where = { attributes: { 'data-google': false } }) {
  await visitor.visit(where);
  await visitor.silent('while it was filled in');
}

export default [
  {
    title: 'the tag it writes asks in the words, the language and the look that were picked',
    async run(visitor) {
      await visitor.visit(HOME, { ready: false });
      await fill(visitor, {
        controller: 'Bär & "Söhne" <AG>',
        google: 'G-ABC123',
        lang: 'fr',
        texts: 'fr',
        'text.title': 'Vie privée </script>',
        'text.accept': 'Oui',
        position: 'top-end',
        theme: 'dark',
        accent: '#bb0055',
        media: true,
        button: false,
        revision: '3',
      });
      const text = await until(visitor, 'data-revision="3"');
      assert.doesNotMatch(text, /data-days|data-domain/, 'defaults need not be written');
      await visitor.storesNothing();

      await leave(visitor, { html: `<!doctype html><html lang="de"><head><script src="/-/listen.js"></script><script>${PATIENT}</script>${text}</head><body><h1>Muster</h1></body></html>` });
      await visitor.appears('optgate-banner');
      const seen = await visitor.eval(() => {
        const banner = document.querySelector('optgate-banner');
        const say = (selector) => banner.querySelector(selector).textContent;
        return {
          title: say('h2'),
          accept: say('[data-optgate=accept]'),
          reject: say('[data-optgate=reject]'),
          who: banner.textContent.includes('Bär & "Söhne" <AG>'),
          videos: banner.textContent.includes('vidéos'),
          lang: banner.lang,
          position: banner.dataset.optgatePosition,
          theme: banner.dataset.optgateTheme,
          accent: getComputedStyle(document.documentElement).getPropertyValue('--optgate-accent').trim(),
          revision: window.optgate.status().revision,
          purposes: Object.keys(window.optgate.status().purposes),
          diagnostics: window.__heard.filter(({ name }) => name === 'diagnostic'),
        };
      });
      assert.deepEqual(seen, {
        title: 'Vie privée </script>',
        accept: 'Oui',
        reject: 'Tout refuser',
        who: true,
        videos: true,
        lang: 'fr',
        position: 'top-end',
        theme: 'dark',
        accent: '#bb0055',
        revision: 3,
        purposes: ['necessary', 'analytics', 'media'],
        diagnostics: [],
      });
    },
  },
  {
    title: 'the preview runs in the language that is chosen and names what it cannot use; nothing leaves it',
    async run(visitor) {
      await open(visitor);
      const told = () => visitor.eval(() => [...document.querySelectorAll('#diagnostics li')].map((item) => item.textContent));
      await fill(visitor, { google: 'G-ABC123 nonsense', lang: 'el', domain: 'muster.example' });
      await until(visitor, 'data-lang="el"');
      await visitor.until(async () => (await told()).some((line) => line.startsWith('invalid-id')), 'the wrong id to be named');
      await visitor.press('[data-show=preferences]');
      assert.equal(await visitor.until(() => shown(visitor), 'the preferences'), 'el');
      assert.deepEqual(
        (await told()).filter((line) => !line.startsWith('invalid-id')),
        [],
        'the files of the language and of the preferences are there',
      );
      await fill(visitor, { google: 'G-ABC123', controller: '' });
      await visitor.until(async () => (await told()).join().startsWith('missing-controller'), 'the missing name to be told');

      // What an allowed Google would send is refused by the page's own policy.
      await visitor.eval(() => {
        for (const host of ['www.googletagmanager.com', 'www.google-analytics.com']) new Image().src = `https://${host}/`;
        fetch('https://www.google-analytics.com/g/collect').catch(() => {});
      });
      await visitor.storesNothing();
      await leave(visitor);
    },
  },
  {
    title: 'other providers, players of scripts, receipts and the third button: the files and keys that they need',
    async run(visitor) {
      await open(visitor);
      const told = () => visitor.eval(() => [...document.querySelectorAll('#diagnostics li')].map((item) => item.textContent));
      await fill(visitor, { 'provider.vimeo': true, players: true, close: true, receipts: true, endpoint: '/receipts', lang: 'en', google: 'nonsense' });
      await visitor.until(async () => (await told()).length, 'the preview to name the wrong id');
      // A file that it misses is missed from the start, long before the preferences' own comes.
      await visitor.press('[data-show=preferences]');
      assert.equal(await visitor.until(() => shown(visitor), 'the preferences'), 'en');
      assert.deepEqual((await told()).filter((line) => !line.startsWith('invalid-id')), []);
      await fill(visitor, { google: 'G-ABC123' });
      const text = await until(visitor, 'data-google="G-ABC123"');
      const vimeo = '<iframe data-src="https://player.vimeo.com/video/76979871" width="640" height="360"></iframe>';
      const script = '<div id="clip"></div><script>new YT.Player("clip", { videoId: "firstvideo1" })</script>';
      await leave(visitor, { html: `<!doctype html><html lang="en"><head><script src="/-/listen.js"></script><script>${PATIENT}</script>${text}</head><body><h1>Muster</h1>${vimeo}${script}</body></html>` });
      await visitor.appears('optgate-banner');
      for (const frame of ['[data-service=vimeo]', '#clip[data-video=firstvideo1]']) {
        await visitor.until(() => visitor.eval((each) => !!document.querySelector(`optgate-frame${each} [data-optgate=play]`), frame), frame);
      }
      assert.equal(await visitor.eval(() => document.querySelectorAll('optgate-banner [data-optgate=reject]').length), 2);
      await visitor.press('optgate-banner .optgate-quiet[data-optgate=reject]');
      await visitor.until(() => visitor.eval(() => window.optgate.receipt()), 'a receipt');
      await visitor.noErrors();
    },
  },
  {
    title: 'it knows every language that there is',
    async run(visitor) {
      await visitor.visit(HOME, { ready: false });
      const offered = await visitor.eval(() => [...document.forms[0].elements.texts.options].map(({ value }) => value));
      for (const tag of offered) {
        const status = await visitor.eval((name) => fetch(name, { method: 'HEAD' }).then(({ status }) => status), `optgate.${tag}.json`);
        assert.equal(status, 200, tag);
      }
      assert.equal(offered.length, 40);
    },
  },
];
