// What the scenarios of faults share: a page with marked content and scripts that insert known hosts, and what has to
// hold on it whatever is broken.
import assert from 'node:assert/strict';

import { FIRST, SECOND } from './page.mjs';

/** Content that is marked, of several kinds. */
const MARKED = `<h1>Muster GmbH</h1>
<script type="text/plain" data-purpose="analytics" src="/-/ran.js"></script>
<img alt="" data-purpose="analytics" data-src="https://marked.example/p.gif">
<iframe data-purpose="media" title="Film" data-src="https://www.youtube.com/embed/${FIRST}"></iframe>
<optgate-frame data-provider="youtube" data-video="${SECOND}"><a href="/film">Der Film</a></optgate-frame>`;

const VIDEO = 'insertedone';

/** What the script below asks for where nothing holds it. */
export const INSERTED = {
  script: 'www.googletagmanager.com/gtag/js?id=G-INSERTED1',
  frame: `www.youtube.com/embed/${VIDEO}`,
  picture: 'www.google-analytics.com/image.gif',
  html: `i.ytimg.com/vi/${VIDEO}/0.jpg`,
  beacon: 'www.google-analytics.com/g/collect',
  fetch: 'www.google-analytics.com/g/collect?fetch',
};

/** A script that inserts known hosts in the usual ways, and must come to its end. */
const INSERTS = `<script id="inserts">
(function () {
  var script = document.createElement('script');
  script.src = 'https://${INSERTED.script}';
  document.head.appendChild(script);
  var frame = document.createElement('iframe');
  frame.setAttribute('src', 'https://${INSERTED.frame}');
  document.body.insertBefore(frame, document.body.firstChild);
  new Image().src = 'https://${INSERTED.picture}';
  var box = document.createElement('div');
  box.innerHTML = '<p>Text</p><img alt="" src="https://${INSERTED.html}">';
  document.body.append(box);
  navigator.sendBeacon('https://${INSERTED.beacon}');
  fetch('https://${INSERTED.fetch}').catch(function () {});
  window.__returned = true;
})();
</script>`;

const END = '<script>window.__whole = true;</script><p id="end">Ende der Seite.</p>';

/** The page's body; `inserts: false` without that script. */
export const faultBody = ({ inserts = true } = {}) => MARKED + (inserts ? INSERTS : '') + END;

/** How it went; undefined where the tag could not even begin. */
export const stateOf = (visitor) =>
  visitor.eval(() => Promise.resolve(window.optgate?.ready?.then?.(({ state }) => state)).then((state) => state ?? ''));

/** Page whole, marked content closed, known hosts held. */
export async function assertHeld(visitor, what) {
  await visitor.silent(what);
  await assertWhole(visitor, what);
}

/**
 * Page whole, marked content closed, but of `INSERTED` these go out for certain, and those `perhaps`. What the page's scripts can
 * do where doors are missing is told to the letter, so that nobody takes it for held.
 */
export async function assertOut(visitor, what, certain, perhaps = []) {
  await visitor.settle();
  const asked = visitor.requests().map(({ host, path }) => host + path);
  const out = Object.keys(INSERTED).filter((way) => asked.includes(INSERTED[way]) && !perhaps.includes(way));
  assert.deepEqual(out.sort(), [...certain].sort(), `${what}: what goes out`);
  const more = asked.filter((address) => !Object.values(INSERTED).includes(address));
  assert.deepEqual(more, [], `${what}: nothing else goes out`);
  await assertWhole(visitor, what);
}

async function assertWhole(visitor, what) {
  const page = await visitor.eval(() => ({
    whole: window.__whole,
    returned: document.querySelector('#inserts') === null || window.__returned,
    end: document.querySelector('#end').textContent,
    ran: typeof window.__ran,
    link: Boolean(document.querySelector('optgate-frame')),
    scroll: getComputedStyle(document.documentElement).overflowY !== 'hidden',
  }));
  assert.deepEqual(
    page,
    { whole: true, returned: true, end: 'Ende der Seite.', ran: 'undefined', link: true, scroll: true },
    `${what}: the page is whole and marked content closed`,
  );
  assert.equal(await visitor.sees('h1'), true, `${what}: the page can be seen`);
}
