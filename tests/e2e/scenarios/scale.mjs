// Pages full of videos: beyond the twentieth a placeholder is its named button alone until it comes near.
import assert from 'node:assert/strict';

import { PATIENT } from '../lib/page.mjs';

const PLAYER_HOST = 'www.youtube-nocookie.com';
const COUNT = 200;
const LAST = COUNT - 1;
const id = (number) => `film${`${number}`.padStart(7, '0')}`;
const frame = (number) => `optgate-frame[data-video="${id(number)}"]`;

const section = (number) =>
  `<section><h2>${number}</h2><optgate-frame data-provider="youtube" data-video="${id(number)}" data-title="Film ${number}"></optgate-frame></section>`;
const body = Array.from({ length: COUNT }, (_, number) => section(number)).join('\n');

/** No scroll bar that comes once there is enough to scroll: it would make everything narrower. */
const head = '<style>html { overflow-y: scroll }</style>';

/** Nothing is asked on these pages, so that no banner lies over a video. */
const visit = async (visitor, attributes) => {
  await visitor.visit({ prelude: PATIENT, attributes: { 'data-google': false, ...attributes }, head, body });
  await visitor.until(async () => (await visitor.eval(() => document.querySelectorAll('.optgate-player').length)) === COUNT, 'all placeholders');
};

const states = () => [...document.querySelectorAll('optgate-frame')].map((element) => element.dataset.optgateState);
const state = (visitor, number) => visitor.eval((wanted) => document.querySelector(wanted).dataset.optgateState, frame(number));
const becomes = (visitor, number, wanted) => visitor.until(async () => (await state(visitor, number)) === wanted, `video ${number} to be ${wanted}`);
const scrollTo = (visitor, number) => visitor.eval((wanted) => document.querySelector(wanted).scrollIntoView(), frame(number));

export default [
  {
    title: 'each placeholder has its named button at once, and is whole before it is seen',
    async run(visitor) {
      await visit(visitor);
      const names = await visitor.eval(() => [...document.querySelectorAll('optgate-frame')].map((element) => element.querySelector('[data-optgate=play]').ariaLabel));
      assert.deepEqual(names, Array.from({ length: COUNT }, (_, number) => names[0].replace(/0$/, number)));
      assert.match(names[LAST], /^\p{L}.*: Film 199$/u);
      const before = await visitor.eval(states);
      assert.deepEqual(new Set(before), new Set(['closed', 'far']));
      assert.deepEqual(new Set(before.slice(0, 20)), new Set(['closed']));
      const top = () => visitor.eval((wanted) => document.querySelector(wanted).offsetTop, frame(LAST));
      const place = await top();
      await scrollTo(visitor, LAST);
      await becomes(visitor, LAST, 'closed');
      assert.equal(await top(), place, 'nothing moves when the rest comes');
      assert.equal(await visitor.eval((wanted) => document.querySelector(wanted).querySelectorAll('p').length, frame(LAST)), 2);
      assert.equal(await state(visitor, COUNT / 2), 'far', 'what was passed by at once');
      await visitor.silent('after scrolling');
      await visitor.press(`${frame(LAST)} [data-optgate=play]`);
      const { path } = await visitor.contacted(PLAYER_HOST);
      assert.ok(path.startsWith(`/embed/${id(LAST)}?autoplay=1`), path);
      if (visitor.engine === 'chromium') assert.deepEqual(await visitor.layoutShifts(), [], 'layout shifts');
      await visitor.noErrors();
    },
  },
  {
    title: 'words that come later are those of all',
    async run(visitor) {
      await visit(visitor, { 'data-lang': 'fr' });
      const words = (wanted) => {
        const { parentElement: player, ariaLabel } = document.querySelector(`${wanted} button`);
        return [player.lang, ariaLabel];
      };
      const [lang, first] = await visitor.eval(words, frame(0));
      assert.equal(lang, 'fr');
      assert.match(first, /: Film 0$/);
      assert.equal(await state(visitor, LAST), 'far');
      assert.deepEqual(await visitor.eval(words, frame(LAST)), ['fr', first.replace(/0$/, LAST)]);
      await visitor.silent('with words that came later');
    },
  },
  {
    title: 'a press on a button whose notice has not come is no consent, and the focus stays on it',
    async run(visitor) {
      await visit(visitor);
      await visitor.eval((wanted) => document.querySelector(`${wanted} button`).click(), frame(LAST));
      await becomes(visitor, LAST, 'closed');
      await visitor.silent('after the first press');
      await visitor.eval((wanted) => document.querySelector(`${wanted} button`).focus(), frame(100));
      await becomes(visitor, 100, 'closed');
      assert.equal(await visitor.eval((wanted) => document.activeElement === document.querySelector(`${wanted} .optgate-player > button`), frame(100)), true);
      await visitor.silent('after the focus came');
      await visitor.eval((wanted) => document.querySelector(`${wanted} button`).click(), frame(LAST));
      await visitor.contacted(PLAYER_HOST, ({ path }) => path.startsWith(`/embed/${id(LAST)}?autoplay=1`));
    },
  },
  {
    title: 'an answer is for those that are far too, when they come near',
    async run(visitor) {
      await visit(visitor);
      await visitor.eval(() => window.optgate.give('youtube'));
      await becomes(visitor, 0, 'open');
      assert.equal(await state(visitor, LAST), 'far');
      await scrollTo(visitor, LAST);
      await becomes(visitor, LAST, 'open');
      await visitor.contacted(PLAYER_HOST, ({ path }) => path.startsWith(`/embed/${id(LAST)}`));
      await visitor.eval(() => window.optgate.withdraw());
      await becomes(visitor, LAST, 'closed');
      assert.equal(await visitor.eval(() => document.querySelectorAll('optgate-frame > iframe').length), 0);
    },
  },
  {
    title: 'a player that goes back to its placeholder gives the id back that scripts know it by',
    async run(visitor) {
      const steered = `<optgate-frame id="steered" data-provider="youtube" data-video="steered0000" data-params="enablejsapi=1"></optgate-frame>`;
      await visitor.visit({ attributes: { 'data-google': false }, body: `${steered}${body}` });
      const holder = () => document.getElementById('steered')?.localName;
      await visitor.press('#steered [data-optgate=play]');
      await visitor.until(async () => (await visitor.eval(holder)) === 'iframe', 'the player to have the id');
      await visitor.eval(() => {
        window.optgate.give('youtube');
        window.optgate.withdraw('youtube');
      });
      await visitor.until(async () => (await visitor.eval(holder)) === 'optgate-frame', 'the placeholder to have it again');
      assert.equal(await visitor.eval(() => document.getElementById('steered').dataset.optgateState), 'closed');
    },
  },
  {
    title: 'printing shows the links of all',
    async run(visitor) {
      await visit(visitor);
      await visitor.eval(() => dispatchEvent(new Event('beforeprint')));
      const links = await visitor.eval(() => [...document.querySelectorAll('optgate-frame')].filter((element) => element.querySelector('p a[href*="watch?v="]')).length);
      assert.equal(links, COUNT);
    },
  },
];
