// A pointer that rests on what a closed placeholder offers, and the focus on it, contact nobody: only a press does.
import assert from 'node:assert/strict';

import { VIDEOS } from '../lib/page.mjs';

const config = { providers: ['vimeo'] };

/** A placeholder of each kind, the link of the author's and links of ours in them. */
const BODY = `${VIDEOS}
<iframe data-purpose="media" title="Film" data-src="https://www.youtube.com/embed/thirdvideo1" width="640" height="360"></iframe>
<iframe data-purpose="media" title="Film" data-src="https://player.vimeo.com/video/76979871" width="640" height="360"></iframe>
<iframe data-purpose="media" title="Karte" data-src="https://plan.example/map" width="640" height="360"></iframe>
<p style="height: 100vh">Ende der Seite.</p>`;

const CONTROLS = 'optgate-frame :is(button, input, label)';
const LINKS = 'optgate-frame a';

/** Numbers those elements of `selector` that can be seen; gives how many there are. */
const number = (visitor, selector) =>
  visitor.eval((wanted) => {
    for (const element of document.querySelectorAll('[data-number]')) element.removeAttribute('data-number');
    const all = [...document.querySelectorAll(wanted)].filter((element) => element.getClientRects().length > 0);
    all.forEach((element, at) => element.setAttribute('data-number', at));
    return all.length;
  }, selector);

/** In the page: a point of the element's that lies open to the pointer, scrolled into view. */
function open(at) {
  const element = document.querySelector(`[data-number="${at}"]`);
  element.scrollIntoView({ block: 'center', behavior: 'instant' });
  const box = element.getBoundingClientRect();
  for (let part = 1; part < 100; part += 1) {
    const x = box.x + (box.width * (part % 10)) / 10;
    const y = box.y + (box.height * Math.ceil(part / 10)) / 10 - 1;
    const hit = document.elementFromPoint(x, y);
    if (hit === element || element.contains(hit)) return { x, y };
  }
  return null;
}

const name = (at) => {
  const { localName, href = '', textContent } = document.querySelector(`[data-number="${at}"]`);
  return `${localName} ${href} ${textContent}`.trim();
};

/** Rests the pointer on each element in turn. */
async function hovers(visitor, selector, least) {
  const count = await number(visitor, selector);
  assert.ok(count >= least, `${count} of ${selector}`);
  for (let at = 0; at < count; at += 1) {
    const what = await visitor.eval(name, at);
    const { x, y } = await visitor.until(() => visitor.eval(open, at), `a place on ${what}`);
    await visitor.tab.moveTo(x, y);
    const isOn = (wanted) => document.querySelector(`[data-number="${wanted}"]`).matches(':hover');
    await visitor.until(() => visitor.eval(isOn, at), `the pointer on ${what}`);
    await visitor.silent(`the pointer rests on ${what}`);
  }
  await visitor.tab.moveTo(1, 1);
}

/** Focuses each in turn. */
async function focuses(visitor, selector, least) {
  const count = await number(visitor, selector);
  assert.ok(count >= least, `${count} of ${selector}`);
  for (let at = 0; at < count; at += 1) {
    const what = await visitor.eval(name, at);
    const focus = (wanted) => {
      const element = document.querySelector(`[data-number="${wanted}"]`);
      element.focus();
      return document.activeElement === element;
    };
    assert.equal(await visitor.eval(focus, at), true, `the focus on ${what}`);
    await visitor.silent(`the focus is on ${what}`);
  }
}

async function visit(visitor, scheme) {
  await visitor.visit({ body: BODY, config, embeds: true }, { host: 'example.test', scheme });
  await visitor.until(
    () => visitor.eval(() => document.querySelectorAll('.optgate-player').length === 5),
    'all placeholders',
  );
  // The banner would lie on some of them.
  await visitor.press('optgate-banner [data-optgate="reject"]');
  await visitor.disappears('optgate-banner');
}

const WAYS = {
  "the pointer on a placeholder's controls contacts nobody, nor does the focus": async (visitor) => {
    await hovers(visitor, CONTROLS, 13);
    await focuses(visitor, `${CONTROLS}:not(label)`, 9);
    // The control: the press does.
    await visitor.press('optgate-frame [data-optgate=play]');
    await visitor.contacted('www.youtube-nocookie.com');
  },
  "the pointer on a placeholder's links contacts nobody": (visitor) => hovers(visitor, LINKS, 6),
  "the focus on a placeholder's links contacts nobody": (visitor) => focuses(visitor, LINKS, 6),
};

export default ['http', 'https'].flatMap((scheme) =>
  Object.entries(WAYS).map(([what, go]) => ({
    title: `by ${scheme} ${what}`,
    silence: true,
    async run(visitor) {
      await visit(visitor, scheme);
      await go(visitor);
      await visitor.noErrors();
    },
  })),
);
