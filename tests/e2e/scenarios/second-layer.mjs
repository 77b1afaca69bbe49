// The second layer comes from files of its own, when it is first wanted. What if one of them is missing, or the window low?
import assert from 'node:assert/strict';

const SHEET = 'optgate-preferences [data-optgate="save"]';
const OPEN = 'optgate-banner [data-optgate="preferences"]';

/** Asks for the preferences while a file answers with a page, as servers do for what they have not. */
async function askWithout(visitor, name) {
  visitor.place({ at: `/${name}`, html: '<!doctype html><title>404</title>' });
  await visitor.visit();
  await visitor.press(OPEN);
  await visitor.diagnosed('file-missing', name);
}

const asked = (visitor) => visitor.site.requests.filter(({ path }) => /optgate\.\w+\.json/.test(path)).map(({ path }) => path);

/** Low windows, and one that is too narrow for buttons side by side. WebKit's test browser has none narrower than its bar of tools. */
const WINDOWS = {
  '400 % zoom': [320, 256],
  'a phone on its side': [640, 320],
  'a small phone on its side': [568, 320],
  'a small phone': [320, 568],
};

/** In the page: what of the preferences cannot be scrolled to where all of it is seen, and how much of the list is seen at once. */
async function hidden() {
  const sheet = document.querySelector('optgate-preferences dialog');
  const list = sheet.querySelector('ul');
  const inside = (box, scroller) => {
    const { left, top } = scroller.getBoundingClientRect();
    const [x, y] = [left + scroller.clientLeft, top + scroller.clientTop];
    return box.left >= x - 1 && box.top >= y - 1 && box.right <= x + scroller.clientWidth + 1 && box.bottom <= y + scroller.clientHeight + 1;
  };
  const missed = [];
  for (const part of sheet.querySelectorAll('h2, input, button, li > :first-child > b')) {
    part.scrollIntoView({ block: 'nearest', behavior: 'instant' });
    await new Promise(requestAnimationFrame);
    const box = part.getBoundingClientRect();
    const scrollers = list.contains(part) && getComputedStyle(list).overflowY !== 'visible' ? [sheet, list] : [sheet];
    const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const isWhole = scrollers.every((scroller) => inside(box, scroller)) && box.top >= 0 && box.bottom <= innerHeight;
    if (!isWhole || !(part.contains(hit) || hit?.contains(part))) missed.push(part.dataset.optgate ?? part.textContent);
  }
  list.scrollIntoView({ block: 'center', behavior: 'instant' });
  const [outer, inner] = [sheet, list].map((element) => element.getBoundingClientRect());
  return { missed, room: Math.min(inner.bottom, outer.bottom) - Math.max(inner.top, outer.top) };
}

export default [
  ...Object.entries(WINDOWS).map(([name, [width, height]]) => ({
    title: `${name}, ${width} by ${height}: every switch and every button of the preferences can be scrolled to`,
    engines: width < 500 ? ['chromium', 'firefox'] : undefined,
    async run(visitor) {
      const purposes = { 'data-purposes': 'marketing personalization' };
      await visitor.visit({ attributes: purposes });
      await visitor.resize(width, height);
      for (const lang of ['de', 'fi', 'el', 'ar']) {
        await visitor.visit({ lang, attributes: purposes });
        await visitor.press(OPEN);
        await visitor.appears('optgate-preferences h2');
        const { missed, room } = await visitor.eval(hidden);
        assert.deepEqual(missed, [], lang);
        // The tallest part, a purpose with its text, is read in one piece.
        assert.ok(room >= 120, `${lang}: ${room} px for the list`);
        await visitor.press('optgate-preferences [data-optgate="close"]');
        await visitor.disappears('optgate-preferences');
      }
      await visitor.noErrors();
    },
  })),
  {
    title: 'none of its files is fetched before it is wanted, and each once',
    async run(visitor) {
      await visitor.visit();
      await visitor.appears('optgate-banner');
      assert.deepEqual(asked(visitor), []);
      await visitor.press(OPEN);
      await visitor.appears(SHEET);
      await visitor.press('optgate-preferences [data-optgate="close"]');
      await visitor.press(OPEN);
      await visitor.appears(SHEET);
      assert.deepEqual(asked(visitor).sort(), ['/optgate.de.json', '/optgate.more.json']);
      await visitor.noErrors();
    },
  },
  {
    title: 'what there is to know about a service is folded, and a press unfolds it',
    async run(visitor) {
      await visitor.visit();
      await visitor.press(OPEN);
      await visitor.appears(SHEET);
      const shown = () => visitor.eval(() => [...document.querySelectorAll('optgate-preferences dl')].map((list) => list.checkVisibility()));
      const before = await shown();
      assert.ok(before.length > 1);
      assert.deepEqual(before.filter(Boolean), []);
      await visitor.press('optgate-preferences summary');
      await visitor.until(async () => (await shown())[0], 'the first to unfold');
      assert.deepEqual((await shown()).filter(Boolean), [true]);
    },
  },
  {
    title: 'the table of services fits a column of 280 pixels in every word and address',
    async run(visitor) {
      await visitor.visit({
        attributes: { 'data-google': 'G-TEST12345 AW-123456789' },
        body: '<div id="column" style="width: 280px; overflow: auto"><div data-optgate="services"></div></div>',
      });
      const there = () => document.querySelector('.optgate-services a') !== null;
      await visitor.until(() => visitor.eval(there), 'the table');
      // The look comes with the table, and is adopted before it.
      const { wide, narrow } = await visitor.eval(() => {
        const { scrollWidth, clientWidth } = document.getElementById('column');
        return { wide: scrollWidth, narrow: clientWidth };
      });
      assert.equal(wide, narrow);
    },
  },
  {
    title: 'without its code nothing opens, the developer is told, the first layer still answers',
    async run(visitor) {
      await askWithout(visitor, 'optgate.more.json');
      assert.equal(await visitor.sees('optgate-preferences'), false);
      assert.equal((await visitor.eval(() => window.optgate.ready)).state, 'open');
      await visitor.press('optgate-banner [data-optgate="reject"]');
      await visitor.disappears('optgate-banner');
      assert.equal(await visitor.standing('analytics'), 'refused visitor');
      await visitor.noErrors();
    },
  },
  {
    title: 'without its code the next press asks again',
    async run(visitor) {
      await askWithout(visitor, 'optgate.more.json');
      visitor.site.reset();
      await visitor.press(OPEN);
      await visitor.appears(SHEET);
      await visitor.noErrors();
    },
  },
  {
    title: 'without its texts it is English',
    async run(visitor) {
      await askWithout(visitor, 'optgate.de.json');
      await visitor.appears(SHEET);
      assert.equal(await visitor.eval(() => document.querySelector('optgate-preferences').lang), 'en');
      assert.match(await visitor.eval(() => document.querySelector('optgate-preferences').textContent), /Counts visits/);
      await visitor.noErrors();
    },
  },
  {
    title: 'without any texts ids stand in their place, and the switches work',
    async run(visitor) {
      visitor.place({ at: '/optgate.en.json', html: '<!doctype html><title>404</title>' });
      await askWithout(visitor, 'optgate.de.json');
      await visitor.appears(SHEET);
      assert.match(await visitor.eval(() => document.querySelector('optgate-preferences').textContent), /analytics/);
      await visitor.press('optgate-preferences input[data-optgate="purpose:analytics"]');
      await visitor.press(SHEET);
      await visitor.contacted('www.googletagmanager.com');
      assert.equal(await visitor.standing('analytics'), 'given visitor');
      await visitor.noErrors();
    },
  },
];
