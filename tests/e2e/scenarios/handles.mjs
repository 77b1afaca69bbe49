// Nodes that a script of the page still holds when something else stands in their place: frameworks, lightboxes and loaders
// remove, move and listen to what they made.
import assert from 'node:assert/strict';

import { FIRST, SECOND } from '../lib/page.mjs';

const PLAYER_HOST = 'www.youtube-nocookie.com';
const ATTRIBUTES = { 'data-google': false, 'data-purposes': 'analytics media' };
const body = (more = '') => `<h1>Seite</h1>${more}<div id="box"></div><div id="other"></div><p style="height:100vh">`;
const film = (id) => `https://www.youtube.com/embed/${id}`;

/** A frame with a film, made and inserted by a script as they all do; it stays in `window.__frame`. */
const insert = async (visitor, id = FIRST) => {
  await visitor.eval((src) => {
    const frame = Object.assign(document.createElement('iframe'), { src, width: 640, height: 360 });
    window.__frame = frame;
    document.querySelector('#box').append(frame);
  }, film(id));
  await visitor.appears(`#box optgate-frame[data-video=${id}] .optgate-player`);
};

const content = (visitor, selector) =>
  visitor.eval((wanted) => [...document.querySelector(wanted).children].map(({ localName }) => localName), selector);

/** Ways to take a node out of the page. */
const REMOVALS = {
  removeChild: () => document.querySelector('#box').removeChild(window.__frame) === null,
  'removeChild of its parent': () => window.__frame.parentNode.removeChild(window.__frame) === null,
  remove: () => window.__frame.remove(),
  replaceWith: () => window.__frame.replaceWith(''),
  replaceChild: () => document.querySelector('#box').replaceChild(document.createTextNode(''), window.__frame) === null,
};

export default [
  ...Object.entries(REMOVALS).map(([name, remove]) => ({
    title: `a frame that a script made goes when the script takes it away by ${name}, waiting or playing`,
    async run(visitor) {
      await visitor.visit({ attributes: ATTRIBUTES, body: body() });
      await insert(visitor);
      await visitor.eval(remove);
      assert.deepEqual(await content(visitor, '#box'), [], 'while it waits');
      await insert(visitor);
      await visitor.press('#box [data-optgate=play]');
      await visitor.contacted(PLAYER_HOST);
      await visitor.eval(remove);
      assert.deepEqual(await content(visitor, '#box'), [], 'while it plays');
      await visitor.noErrors();
    },
  })),
  {
    title: 'within a shadow root, too, the parent of a frame that a script made is the one to take it from',
    async run(visitor) {
      await visitor.visit({ attributes: ATTRIBUTES, body: body() });
      const count = () => visitor.eval(() => document.querySelector('#box').shadowRoot.childElementCount);
      await visitor.eval((src) => {
        const root = document.querySelector('#box').attachShadow({ mode: 'open' });
        window.optgate.scan(root);
        window.__frame = Object.assign(document.createElement('iframe'), { src });
        root.append(window.__frame);
      }, film(FIRST));
      await visitor.until(() => visitor.eval(() => document.querySelector('#box').shadowRoot.firstChild.localName === 'optgate-frame'), 'the placeholder');
      await visitor.eval(() => void window.__frame.parentNode.removeChild(window.__frame));
      assert.equal(await count(), 0);
      await visitor.noErrors();
    },
  },
  {
    title: 'a frame that a script made is the place at which it inserts, moves with it, and comes again after it went',
    async run(visitor) {
      await visitor.visit({ attributes: ATTRIBUTES, body: body() });
      await insert(visitor);
      await visitor.eval(() => {
        document.querySelector('#box').insertBefore(document.createElement('hr'), window.__frame);
        window.__frame.after(document.createElement('br'));
      });
      assert.deepEqual(await content(visitor, '#box'), ['hr', 'optgate-frame', 'br']);
      await visitor.eval(() => document.querySelector('#other').append(window.__frame));
      assert.deepEqual(await content(visitor, '#box'), ['hr', 'br']);
      assert.deepEqual(await content(visitor, '#other'), ['optgate-frame']);
      await visitor.eval(() => {
        window.__frame.remove();
        document.querySelector('#other').append(window.__frame);
      });
      await visitor.appears('#other optgate-frame .optgate-player');
      assert.deepEqual(await content(visitor, '#other'), ['optgate-frame']);
      await visitor.silent('nothing was pressed');
      await visitor.press('#other [data-optgate=play]');
      await visitor.contacted(PLAYER_HOST);
      await visitor.noErrors();
    },
  },
  {
    title: 'a script that was made and held tells those who listen to it that it has come, and can be taken away by them',
    async run(visitor) {
      await visitor.visit({ attributes: ATTRIBUTES, body: body() });
      await visitor.eval(() => {
        window.__said = [];
        for (const [at, src] of ['https://www.google-analytics.com/x.js', 'https://www.youtube.com/iframe_api'].entries()) {
          const script = Object.assign(document.createElement('script'), { src });
          script.onload = () => window.__said.push(`load ${at}`);
          script.onerror = () => window.__said.push(`error ${at}`);
          script.addEventListener('load', () => script.parentNode.removeChild(script));
          document.head.append(script);
        }
      });
      await visitor.silent('before the answer');
      await visitor.eval(() => window.optgate.give('analytics media'));
      await visitor.until(async () => (await visitor.eval(() => window.__said.length)) === 2, 'both to be told of');
      assert.deepEqual((await visitor.eval(() => window.__said)).sort(), ['load 0', 'load 1']);
      assert.equal(await visitor.eval(() => document.querySelectorAll('head script[data-purpose]').length), 0);
      await visitor.noErrors();
    },
  },
  {
    title: 'a dialog that closes by presses outside of it stays open when a film in it is pressed',
    async run(visitor) {
      await visitor.visit({ attributes: ATTRIBUTES, body: body() });
      await insert(visitor);
      await visitor.eval(() => {
        document.addEventListener('click', ({ target }) => {
          if (!document.querySelector('#box').contains(target)) document.querySelector('#box').remove();
        });
      });
      await visitor.press('#box [data-optgate=play]');
      await visitor.contacted(PLAYER_HOST);
      assert.deepEqual(await content(visitor, '#box'), ['optgate-frame']);
      await visitor.noErrors();
    },
  },
  {
    title: 'what a template brought goes with its purpose, a frame with a placeholder too, and comes once each time',
    async run(visitor) {
      const template = `<template data-purpose="analytics"><p>Dazu:</p><iframe data-src="${film(FIRST)}"></iframe></template>`;
      await visitor.visit({ attributes: ATTRIBUTES, body: body(`<section>${template}</section>`) });
      for (let round = 0; round < 2; round += 1) {
        await visitor.eval(() => window.optgate.give('analytics'));
        await visitor.appears('section optgate-frame .optgate-player');
        assert.deepEqual(await content(visitor, 'section'), ['template', 'p', 'optgate-frame']);
        await visitor.eval(() => window.optgate.withdraw('analytics'));
        await visitor.disappears('section optgate-frame');
        assert.deepEqual(await content(visitor, 'section'), ['template']);
      }
      await visitor.noErrors();
    },
  },
  {
    title: 'switches, forms and links answer within a shadow root that was handed over, and behind scripts that keep events to themselves',
    async run(visitor) {
      await visitor.visit({ attributes: ATTRIBUTES, body: body('<nav><a href="#optgate-preferences">Wahl</a></nav><x-button data-optgate="preferences"></x-button>') });
      await visitor.eval((src) => {
        const root = document.querySelector('#box').attachShadow({ mode: 'open' });
        root.innerHTML = `<input type="checkbox" data-optgate="purpose:analytics"><iframe data-src="${src}" width="640" height="360"></iframe>`;
        window.optgate.scan(root);
        document.querySelector('nav').addEventListener('click', (event) => event.stopPropagation());
        document.querySelector('x-button').attachShadow({ mode: 'open' }).innerHTML = '<button>Wahl</button>';
      }, film(SECOND));
      const press = (selector, inside) =>
        visitor.eval((outer, inner) => void document.querySelector(outer).shadowRoot.querySelector(inner).click(), selector, inside);
      await press('#box', '[data-optgate="purpose:analytics"]');
      await visitor.until(() => visitor.eval(() => window.optgate.given('analytics')), 'the switch to count');
      await press('#box', '[data-optgate=always]');
      await visitor.until(() => visitor.eval(() => window.optgate.given('youtube')), 'the switch of the placeholder to count');
      for (const act of [() => visitor.press('nav a'), () => press('x-button', 'button')]) {
        await act();
        await visitor.appears('optgate-preferences dialog');
        await visitor.press('optgate-preferences [data-optgate=close]');
        await visitor.disappears('optgate-preferences dialog');
      }
      await visitor.noErrors();
    },
  },
];
