// Boxes in which the notice has no room: a press counts only where it could be read.
import assert from 'node:assert/strict';

import { FIRST } from '../lib/page.mjs';

const PLAYER_HOST = 'www.youtube-nocookie.com';
const FRAME = `optgate-frame[data-video="${FIRST}"]`;
const LARGE = `${FRAME} .optgate-player > button`;
const OWN = `${FRAME} .optgate-player > div > button`;
const NOTICE = 'Google erfährt dabei Ihre IP-Adresse.';

const iframe = (width, height) => `<h1>Film</h1><p>Davor.</p>
  <iframe data-purpose="media" width="${width}" height="${height}" style="border:0"
    data-src="https://www.youtube.com/embed/${FIRST}" title="Der kleine Film"></iframe>
  <p style="height:100vh">Danach.</p>`;

const frame = `<h1>Film</h1>
  <optgate-frame data-provider="youtube" data-video="${FIRST}" data-title="Der Film"><a
    href="https://www.youtube.com/watch?v=${FIRST}">Der Film</a></optgate-frame>
  <p style="height:100vh">Danach.</p>`;

/** A page, and the viewport where it is not the usual one; a window of WebKit's is never less than 447 pixels wide. */
const BOXES = {
  'a box of 120 by 90': { body: iframe(120, 90) },
  'a box of 300 by 170': { body: iframe(300, 170) },
  'a page 320 pixels wide': { body: frame, size: [320, 640] },
  'a page at 400 % zoom': { body: frame, size: [320, 225, 4] },
};

/** Nothing is asked on these pages, so that no banner lies over a small one. */
const visit = async (visitor, { body, size }) => {
  await visitor.visit({ attributes: { 'data-google': false }, body });
  if (size) await visitor.resize(...size);
};

const state = (visitor) => visitor.eval((wanted) => document.querySelector(wanted).dataset.optgateState, FRAME);

/** Whether the words of the notice stand in the placeholder, uncovered, from the first to the last. */
const isRead = (visitor) =>
  visitor.eval((wanted) => {
    const [text] = document.querySelector(`${wanted} .optgate-player > div > p`).childNodes;
    const range = document.createRange();
    return [0, text.length - 2].every((at) => {
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      const { x, y, width, height } = range.getBoundingClientRect();
      const hit = document.elementFromPoint(x + width / 2, y + height / 2);
      return hit?.closest('.optgate-player') != null;
    });
  }, FRAME);

const boxes = (visitor) =>
  visitor.eval(() =>
    [...document.querySelectorAll('h1,p:not(optgate-frame *),optgate-frame')].map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return [element.localName, x + scrollX, y + scrollY, width, height].join(' ');
    }),
  );

/** Name and description of an element as Chromium's accessibility tree has them. */
async function accessible(visitor, selector) {
  const { result } = await visitor.tab.command('Runtime.evaluate', {
    expression: `document.querySelector(${JSON.stringify(selector)})`,
  });
  const { nodes } = await visitor.tab.command('Accessibility.getPartialAXTree', {
    objectId: result.objectId,
    fetchRelatives: false,
  });
  const [{ role, name, description }] = nodes;
  return { role: role.value, name: name.value, description: description?.value ?? '' };
}

export default [
  {
    title: 'the same where the writing runs from right to left',
    async run(visitor) {
      await visitor.visit({ attributes: { 'data-google': false }, lang: 'ar', body: iframe(300, 150) });
      await visitor.appears(LARGE);
      assert.equal(await visitor.eval((frame) => document.querySelector(`${frame} .optgate-player`).dir, FRAME), 'rtl');
      assert.equal(await isRead(visitor), false, 'the notice has no room');
      await visitor.press(LARGE);
      await visitor.until(() => isRead(visitor), 'the notice to be read');
      await visitor.silent('after the first press');
      await visitor.press(OWN);
      await visitor.contacted(PLAYER_HOST);
    },
  },
  ...Object.entries(BOXES).map(([name, box]) => ({
    title: `in ${name} the first press opens the notice and contacts nobody, the second plays`,
    engines: box.size && ['chromium', 'firefox'],
    async run(visitor) {
      await visit(visitor, box);
      await visitor.appears(LARGE);
      assert.equal(await isRead(visitor), false, 'the notice has no room');
      const before = await boxes(visitor);
      await visitor.press(LARGE);
      await visitor.until(() => isRead(visitor), 'the notice to be read');
      assert.equal(await visitor.eval((own) => document.activeElement === document.querySelector(own), OWN), true, 'focus');
      await visitor.silent('after the first press');
      assert.equal(await state(visitor), 'closed');
      assert.deepEqual(await boxes(visitor), before, 'nothing moves when the notice opens');
      await visitor.press(OWN);
      const { path } = await visitor.contacted(PLAYER_HOST);
      assert.ok(path.startsWith(`/embed/${FIRST}?autoplay=1`), path);
      assert.equal(await state(visitor), 'once');
      assert.deepEqual(await boxes(visitor), before, 'nothing moves when it plays');
      await visitor.storesNothing();
      await visitor.noErrors();
    },
  })),
  {
    title: 'a notice that was opened over the page can be left without playing, and opened again',
    async run(visitor) {
      await visit(visitor, { body: iframe(120, 90) });
      await visitor.press(LARGE);
      await visitor.until(() => isRead(visitor), 'the notice to be read');
      await visitor.press('h1');
      await visitor.disappears(OWN);
      await visitor.appears(LARGE);
      await visitor.press(LARGE);
      await visitor.until(() => isRead(visitor), 'the notice to be read again');
      await visitor.silent('before a press on the button of the notice');
      await visitor.press(OWN);
      await visitor.contacted(PLAYER_HOST);
      await visitor.noErrors();
    },
  },
  {
    title: 'in a box with room for the notice the first press plays',
    async run(visitor) {
      await visit(visitor, { body: iframe(640, 360) });
      await visitor.appears(LARGE);
      assert.equal(await isRead(visitor), true, 'the notice is there');
      await visitor.press(LARGE);
      await visitor.contacted(PLAYER_HOST);
      await visitor.noErrors();
    },
  },
  {
    title: "the play button's description says what a press means, however small the box",
    engines: ['chromium'],
    async run(visitor) {
      for (const size of [[120, 90], [640, 360]]) {
        await visit(visitor, { body: iframe(...size) });
        await visitor.appears(LARGE);
        const button = await accessible(visitor, LARGE);
        assert.equal(button.role, 'button');
        assert.equal(button.name, 'Video abspielen: Der kleine Film');
        assert.ok(button.description.includes(NOTICE), button.description);
      }
    },
  },
];
