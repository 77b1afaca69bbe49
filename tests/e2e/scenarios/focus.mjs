// The banner in small windows: it takes half of the height at most, its text scrolls, the three answers can be pressed, and
// nothing that the Tab key reaches is left behind it (WCAG 2.2, 2.4.11).
import assert from 'node:assert/strict';

/** Windows in which little room is left. */
const WINDOWS = {
  'a phone': [390, 664],
  '320 px': [320, 568],
  '400 % zoom': [320, 256],
  'a phone on its side': [640, 320],
};

/** WebKit's test browser has no window narrower than its bar of tools. */
const engines = (width) => (width < 500 ? ['chromium', 'firefox'] : undefined);

/** Long, with what has the focus up to its very end, and boxes that scroll by themselves. */
const PAGE = {
  lang: 'de',
  head: '<meta name="viewport" content="width=device-width, initial-scale=1">',
  body: `<h1>Muster</h1>${Array.from({ length: 12 }, (_, at) => `<p>Absatz ${at} mit <a href="#${at}">einem Verweis</a>, und noch <button type="button">etwas</button>.</p>
<p style="margin: ${(at * 37) % 90}px 0">Text.</p>`).join('')}
<div style="height: 200px; overflow: auto"><p style="height: 500px">Ein Kasten.</p><a href="#inside">Darin</a></div>
<form><p><input aria-label="Name"></p><p><textarea aria-label="Text" rows="4"></textarea></p></form><footer><a href="#foot">Am Fuß</a> <a href="#end">Ganz am Ende</a></footer>`,
};

/** In the page: what has the focus, and how much of it lies in the window and not under the banner, in square pixels. */
function focused() {
  const at = document.activeElement;
  if (at === document.body) return { name: 'body' };
  const over = document.querySelector('optgate-banner,optgate-button');
  const { top, bottom, left, right } = at.getBoundingClientRect();
  let seen = 0;
  for (let y = Math.ceil(top) + 1; y < bottom; y += 2) {
    for (let x = Math.ceil(left) + 1; x < right; x += 2) {
      const hit = document.elementFromPoint(x, y);
      if (hit && !over.contains(hit)) seen += 4;
    }
  }
  return {
    name: `${at.localName} ${at.getAttribute('href') ?? at.textContent.trim()}`,
    ours: over.contains(at),
    seen,
    all: (bottom - top) * (right - left),
    isLast: at.matches('[href="#end"]'),
  };
}

/**
 * In the page: the page has come to rest, and what has the focus meets the window. A browser that scrolls smoothly may begin some frames
 * after the focus moved; where it never comes, that is told for what it is.
 */
async function rested() {
  let last;
  let same = 0;
  let inWindow = false;
  for (let frame = 0; same < 4 || (!inWindow && frame < 600); frame += 1) {
    await new Promise(requestAnimationFrame);
    const { top, bottom } = document.activeElement.getBoundingClientRect();
    const now = `${scrollY} ${top}`;
    same = now === last ? same + 1 : 0;
    last = now;
    inWindow = bottom > 0 && top < innerHeight;
  }
}

/** Tabs from the top to the end of the page; gives what was seen at each stop of the page's own. */
async function tabThrough(visitor) {
  const stops = [];
  for (let presses = 0; presses < 90; presses += 1) {
    await visitor.tab.pressTab();
    await visitor.eval(rested);
    const stop = await visitor.eval(focused);
    if (stop.name === 'body') continue;
    if (!stop.ours) stops.push(stop);
    if (stop.isLast) return stops;
  }
  throw new Error(`the end was not reached, only ${stops.map(({ name }) => name)}`);
}

/** The stops of which next to nothing was to be seen. */
function hidden(stops) {
  assert.ok(stops.length >= 25, `${stops.length} stops`);
  return stops.filter(({ seen, all }) => seen < Math.min(all / 3, 200));
}

const smooth = { ...PAGE, head: `${PAGE.head}<style>html { scroll-behavior: smooth }</style>` };

export default [
  ...Object.entries(WINDOWS).map(([name, [width, height]]) => ({
    title: `${name}, ${width} by ${height}: half of the height at most, the text scrolls, and the answers stay`,
    engines: engines(width),
    async run(visitor) {
      await visitor.visit(PAGE);
      await visitor.tab.resize(width, height);
      for (const position of ['bottom', 'top', 'center', 'bottom-start', 'top-end']) {
        await visitor.visit({ ...PAGE, attributes: { 'data-position': position } });
        await visitor.appears('optgate-banner [data-optgate="reject"]');
        const told = await visitor.eval(() => {
          const banner = document.querySelector('optgate-banner');
          const text = banner.firstElementChild;
          const { left, right, top, bottom } = banner.getBoundingClientRect();
          text.scrollTop = 9999;
          const last = text.querySelector('nav a:last-child').getBoundingClientRect();
          return {
            part: (bottom - top) / innerHeight,
            inside: left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight,
            sideways: document.documentElement.scrollWidth > innerWidth,
            whole: banner.scrollHeight <= banner.clientHeight + 1 && banner.scrollWidth <= banner.clientWidth,
            textHeight: text.clientHeight,
            reachesEnd: last.bottom <= text.getBoundingClientRect().bottom + 1,
          };
        });
        assert.ok(told.part <= 0.5, `${position}: ${told.part} of the height`);
        assert.deepEqual([told.inside, told.sideways, told.whole, told.reachesEnd], [true, false, true, true], `${position}: ${JSON.stringify(told)}`);
        assert.ok(told.textHeight >= 30, `${position}: ${told.textHeight} px for the text`);
        for (const answer of ['reject', 'accept', 'preferences']) {
          assert.ok(await visitor.sees(`optgate-banner [data-optgate="${answer}"]`), `${position}: ${answer}`);
        }
      }
    },
  })),
  ...Object.entries(WINDOWS).map(([name, [width, height]]) => ({
    title: `${name}, ${width} by ${height}: Tab leaves nothing of the page behind the banner`,
    engines: engines(width),
    async run(visitor) {
      await visitor.visit(PAGE);
      await visitor.tab.resize(width, height);
      await visitor.visit(PAGE);
      await visitor.appears('optgate-banner');
      assert.deepEqual(hidden(await tabThrough(visitor)), []);
    },
  })),
  {
    title: 'a banner at the top or in the middle goes to the foot when it is in the way of the focus',
    async run(visitor) {
      await visitor.visit(PAGE);
      await visitor.tab.resize(640, 320);
      for (const position of ['top', 'center']) {
        await visitor.visit({ ...PAGE, attributes: { 'data-position': position } });
        await visitor.appears('optgate-banner');
        assert.deepEqual(hidden(await tabThrough(visitor)), [], position);
      }
    },
  },
  {
    title: 'Tab on a page that scrolls smoothly, and behind the re-open button: nothing is left behind either',
    async run(visitor) {
      await visitor.visit(smooth);
      await visitor.tab.resize(640, 320);
      await visitor.appears('optgate-banner');
      assert.deepEqual(hidden(await tabThrough(visitor)), []);
      await visitor.eval(() => window.optgate.refuse());
      await visitor.visit({ ...PAGE, body: `${PAGE.body}<div style="position: fixed; left: 16px; bottom: 16px">x</div>` });
      await visitor.appears('optgate-button');
      assert.deepEqual(hidden(await tabThrough(visitor)), []);
    },
  },
  {
    title: 'what has the focus in the preferences, which lie above the banner, changes nothing behind them',
    async run(visitor) {
      await visitor.visit(PAGE);
      await visitor.press('optgate-banner [data-optgate=preferences]');
      await visitor.appears('optgate-preferences [data-optgate=save]');
      for (const name of ['reject', 'save', 'accept', 'close']) {
        await visitor.eval(async (wanted) => {
          document.querySelector(`optgate-preferences [data-optgate=${wanted}]`).focus();
          for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
        }, name);
      }
      assert.deepEqual(await visitor.eval(() => [document.querySelectorAll('[data-optgate-room]').length, scrollY]), [0, 0]);
    },
  },
  {
    title: 'what has the focus and can be seen is not scrolled, nor what a script brings there out of sight',
    async run(visitor) {
      await visitor.visit(PAGE);
      await visitor.appears('optgate-banner');
      const still = await visitor.eval(async () => {
        const places = [];
        for (const selector of ['[href="#0"]', '[href="#end"]']) {
          document.querySelector(selector).focus({ preventScroll: true });
          for (let frame = 0; frame < 5; frame += 1) await new Promise(requestAnimationFrame);
          places.push(scrollY);
        }
        return places;
      });
      assert.deepEqual(still, [0, 0]);
    },
  },
];
