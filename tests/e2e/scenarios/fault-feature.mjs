// An engine below the floor, or one whose functions throw: the page is whole, marked content closed.
import assert from 'node:assert/strict';

import { INSERTED, assertHeld, assertOut, faultBody, stateOf } from '../lib/fault.mjs';

const throwing = (owner, name) =>
  `Object.defineProperty(${owner}, '${name}', { configurable: true, get: function () { throw new Error('${name} is not for you'); } });`;
const missing = (owner, name) => `delete ${owner}.${name};`;

/** What a site can do without: it runs, asks and opens. */
const GOES = {
  'no showPopover': missing('HTMLElement.prototype', 'showPopover'),
  'no cookieStore': `${missing('window', 'cookieStore')}${missing('Window.prototype', 'cookieStore')}`,
  'neither cookieStore nor BroadcastChannel': `${missing('window', 'cookieStore')}${missing('window', 'BroadcastChannel')}`,
  'no Uint8Array.fromBase64': missing('Uint8Array', 'fromBase64'),
  'no requestIdleCallback': missing('window', 'requestIdleCallback'),
  'localStorage throws': throwing('window', 'localStorage'),
  'sessionStorage and indexedDB throw': throwing('window', 'sessionStorage') + throwing('window', 'indexedDB'),
};

/** What it cannot do without, and the doors can: known hosts are held. */
const CLOSED = {
  'no WebAssembly': missing('window', 'WebAssembly'),
  'WebAssembly.Module throws': "WebAssembly.Module = function () { throw new Error('not for you'); };",
  'WebAssembly.Instance throws': "WebAssembly.Instance = function () { throw new Error('not for you'); };",
  'no MutationObserver': missing('window', 'MutationObserver'),
  'MutationObserver throws': "window.MutationObserver = function () { throw new Error('not for you'); };",
  'MutationObserver.observe throws': "MutationObserver.prototype.observe = function () { throw new Error('not for you'); };",
  'no adoptedStyleSheets': missing('Document.prototype', 'adoptedStyleSheets'),
  'no CSSStyleSheet to construct': "window.CSSStyleSheet = function () { throw new TypeError('Illegal constructor'); };",
};

export default [
  {
    title: 'without what it can do without it runs, holds and opens',
    async run(visitor) {
      for (const [how, prelude] of Object.entries(GOES)) {
        visitor.mark();
        await visitor.visit({ prelude, body: faultBody() });
        assert.equal(await stateOf(visitor), 'open', how);
        await assertHeld(visitor, how);
        await visitor.press('optgate-banner [data-optgate="accept"]');
        await visitor.contacted('marked.example');
        await visitor.until(() => visitor.eval(() => window.__ran === 1), `${how}: the marked script`);
        await visitor.noErrors();
        await visitor.settle();
        await visitor.fresh();
      }
    },
  },
  {
    title: 'below its floor it says closed, and holds known hosts all the same',
    async run(visitor) {
      for (const [how, prelude] of Object.entries(CLOSED)) {
        visitor.mark();
        await visitor.visit({ prelude, body: faultBody() });
        assert.equal(await stateOf(visitor), 'closed', how);
        await assertHeld(visitor, how);
        await visitor.noErrors();
        await visitor.eval(() => {
          const { optgate } = window;
          optgate.give();
          optgate.preferences();
          optgate.scan();
          optgate.scan(document.createElement('div').attachShadow({ mode: 'open' }));
          optgate.withdraw();
        });
        await assertHeld(visitor, `${how}, after calls`);
        await visitor.noErrors();
        await visitor.storesNothing();
      }
    },
  },
  {
    title: 'without Proxy there are no doors: it says closed, marked content is closed, what scripts insert is closed on sight, which is late',
    async run(visitor) {
      await visitor.visit({ prelude: missing('window', 'Proxy'), body: faultBody() });
      assert.equal(await stateOf(visitor), 'closed');
      await visitor.diagnosed('closed', 'Proxy');
      await assertOut(visitor, 'no Proxy', ['beacon', 'fetch', 'picture', 'script'], ['frame', 'html']);
      const live = () => visitor.eval((known) => [...document.querySelectorAll('[src]')].filter(({ src }) => known.some((at) => src.endsWith(at))).length, Object.values(INSERTED));
      assert.equal(await live(), 0, 'nothing of it stands open');
      assert.equal(await visitor.flag(), true, 'the flag of the opt-out');
      await visitor.noErrors();
      visitor.mark();
      await visitor.eval(() => {
        window.optgate.give();
        window.optgate.preferences();
        window.optgate.scan();
        window.optgate.withdraw();
      });
      await visitor.silent('calls open nothing');
      await visitor.noErrors();
      await visitor.storesNothing();
    },
  },
  {
    title: 'cookies that throw: a give counts for the page view, and says so; fetch that throws: no preferences, and that is told',
    async run(visitor) {
      const cookie = throwing('Document.prototype', 'cookie');
      const fetching = `(function () { var real = window.fetch; window.fetch = function (address) {
        if (/optgate\\./.test(address)) throw new Error('not for you');
        return real.apply(window, arguments);
      }; })();`;
      await visitor.visit({ prelude: cookie + fetching, body: faultBody() });
      assert.equal(await stateOf(visitor), 'open');
      await assertHeld(visitor, 'cookies and fetch throw');
      await visitor.press('optgate-banner [data-optgate="preferences"]');
      await visitor.diagnosed('file-missing', 'optgate.more.json');
      await visitor.noErrors();
      await visitor.press('optgate-banner [data-optgate="accept"]');
      await visitor.contacted('marked.example');
      await visitor.diagnosed('not-stored');
      await visitor.noErrors();
    },
  },
];
