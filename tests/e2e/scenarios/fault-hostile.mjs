// A page that freezes, overrides, takes names and removes nodes, or an engine that traps or runs out of memory when it
// has long been running: the page is whole, marked content closed, and doors stay shut.
import assert from 'node:assert/strict';

import { INSERTED, assertHeld, assertOut, faultBody, stateOf } from '../lib/fault.mjs';
import { GOOGLE, tag } from '../lib/page.mjs';

const FROZEN = `['Object', 'Array', 'Function', 'String', 'RegExp', 'Promise', 'Map', 'Set', 'WeakMap', 'Date', 'Error', 'EventTarget', 'Node',
  'Element', 'HTMLElement', 'Document', 'DocumentFragment', 'ShadowRoot', 'CharacterData', 'Range', 'HTMLScriptElement', 'HTMLIFrameElement', 'HTMLImageElement',
  'HTMLMediaElement', 'HTMLLinkElement', 'XMLHttpRequest', 'Navigator', 'Event', 'CSSStyleSheet'].forEach(function (name) {
  Object.freeze(window[name].prototype);
  Object.freeze(window[name]);
});`;

/** Overrides methods of arrays while \`window.__hostile\`, from now on; \`what\` is what they do instead. */
const overriding = (what) => `['map', 'filter', 'forEach', 'push'].forEach(function (name) {
  var real = Array.prototype[name];
  Array.prototype[name] = function () {
    if (!window.__hostile) return real.apply(this, arguments);
    ${what}
  };
});
window.__hostile = true;
addEventListener('DOMContentLoaded', function () { window.__hostile = false; });`;

/** The same for methods of elements and lists of nodes. */
const METHODS = `[[Element, 'matches'], [Element, 'closest'], [NodeList, 'forEach']].forEach(function (pair) {
  var real = pair[0].prototype[pair[1]];
  pair[0].prototype[pair[1]] = function () {
    if (window.__hostile) throw new Error('not for you');
    return real.apply(this, arguments);
  };
});
window.__hostile = true;
addEventListener('DOMContentLoaded', function () { window.__hostile = false; });`;

/** Prototypes changed before the tag runs: what the tag makes of them. */
const BEFORE = {
  'arrays whose methods throw': overriding("throw new Error('not for you');"),
  'arrays whose methods give nonsense': overriding('return [];'),
  'elements whose methods throw': METHODS,
  'a console that throws': "['log', 'info', 'warn', 'error'].forEach(function (name) { console[name] = function () { throw new Error('no'); }; });",
  'no event to be made': "window.CustomEvent = function () { throw new Error('not for you'); };",
};

/** Names taken before the tag runs, which stands its ground. */
const TAKEN = {
  'an object': 'window.optgate = {};',
  'one that cannot be replaced': "Object.defineProperty(window, 'optgate', { value: Object.freeze({}) });",
};

/** Names that keep it from running: as a second tag, or since it cannot even look. */
const KEPT_OUT = {
  'one that looks like ours': 'window.optgate = { ready: Promise.resolve({ state: "open" }), given: function () { return true; } };',
  'one that throws': "Object.defineProperty(window, 'optgate', { get: function () { throw new Error('no'); }, set: function () { throw new Error('no'); } });",
};

/** Gives the engine's memory a maximum of half a megabyte more than it begins with. */
const LITTLE_MEMORY = `(function () {
  var Real = WebAssembly.Module;
  WebAssembly.Module = function (bytes) {
    var out = [].slice.call(bytes, 0, 8);
    for (var at = 8; at < bytes.length;) {
      var start = at;
      var length = 0;
      var id = bytes[at++];
      for (var shift = 0, byte = 128; byte & 128; shift += 7) {
        byte = bytes[at++];
        length |= (byte & 127) << shift;
      }
      at += length;
      // The section of memories: one, without a maximum, whose minimum takes one byte.
      if (id === 5) out.push(5, 4, 1, 1, bytes[at - 1], bytes[at - 1] + 8);
      else for (var i = start; i < at; i += 1) out.push(bytes[i]);
    }
    return new Real(new Uint8Array(out));
  };
  WebAssembly.Module.prototype = Real.prototype;
})();`;

const TRACKS = `window.__track = function (name) {
  var to = 'https://www.google-analytics.com/g/collect?tid=${GOOGLE}&en=' + name;
  fetch(to).catch(function () {});
  navigator.sendBeacon(to);
  document.body.appendChild(document.createElement('img')).src = to + '.gif';
};`;

export default [
  {
    title: 'frozen prototypes: it runs, marked content is closed and opens, inserted elements are closed on sight, nothing is thrown',
    async run(visitor) {
      await visitor.visit({ prelude: FROZEN, body: faultBody() });
      assert.equal(await stateOf(visitor), 'open');
      // What is frozen has no doors: an element may have asked before it was seen, and what is never in the page is not seen.
      await assertOut(visitor, 'frozen', ['picture', 'beacon'], ['script', 'frame', 'html']);
      for (const way of ['script', 'frame', 'html']) await visitor.diagnosed('unmarked', INSERTED[way]);
      const live = await visitor.eval(() =>
        [...document.querySelectorAll('script[src],iframe[src],img[src]')].map(({ src }) => src).filter((src) => !src.startsWith(location.origin)),
      );
      assert.deepEqual(live, [], 'no address is left');
      assert.equal(await visitor.eval(() => typeof window.__gtag_seen), 'undefined', 'the script does not run');
      await visitor.noErrors();
      await visitor.press('optgate-banner [data-optgate="accept"]');
      await visitor.contacted('marked.example');
      await visitor.contacted('www.google-analytics.com');
      await visitor.until(() => visitor.eval(() => window.__ran === 1), 'the marked script');
      await visitor.noErrors();
    },
  },
  {
    title: 'prototypes overridden before the tag: the page whole, marked content closed, what scripts insert held',
    async run(visitor) {
      for (const [how, prelude] of Object.entries(BEFORE)) {
        visitor.mark();
        await visitor.visit({ prelude, body: faultBody() }, { ready: false });
        await assertHeld(visitor, how);
        await visitor.eval(() => window.optgate?.scan?.());
        await assertHeld(visitor, `${how}, after scan()`);
        assert.equal(await visitor.cookie('optgate'), undefined, how);
      }
    },
  },
  {
    title: 'prototypes overridden after the tag: what scripts insert is held, and their calls return',
    async run(visitor) {
      for (const [how, prelude] of Object.entries(BEFORE)) {
        visitor.mark();
        const late = `<script>${prelude}</script>`;
        await visitor.visit({ head: late, body: faultBody() });
        await assertHeld(visitor, how);
        await visitor.eval(() => window.optgate.refuse());
        await assertHeld(visitor, `${how}, refused`);
        await visitor.fresh();
      }
    },
  },
  {
    title: 'a name that is taken: the page whole, marked content closed, what scripts insert held',
    async run(visitor) {
      for (const [how, prelude] of Object.entries(TAKEN)) {
        visitor.mark();
        await visitor.visit({ prelude, body: faultBody() }, { ready: false });
        await assertHeld(visitor, how);
        await visitor.noErrors();
        await visitor.storesNothing();
      }
    },
  },
  {
    title: 'a name that keeps the tag out: the page whole, marked content closed by itself, what scripts insert goes out',
    async run(visitor) {
      for (const [how, prelude] of Object.entries(KEPT_OUT)) {
        visitor.mark();
        await visitor.visit({ prelude, body: faultBody() }, { ready: false });
        await assertOut(visitor, how, Object.keys(INSERTED));
        await visitor.noErrors();
        await visitor.storesNothing();
      }
    },
  },
  {
    title: 'a page that removes our nodes as they come: alive, closed, and it obeys the API',
    async run(visitor) {
      const removes = `new MutationObserver(function () {
        document.querySelectorAll('optgate-banner,optgate-button,optgate-frame,optgate-preferences').forEach(function (node) {
          window.__removed = (window.__removed || 0) + 1;
          node.remove();
        });
      }).observe(document, { childList: true, subtree: true });`;
      await visitor.visit({ prelude: removes, body: `${faultBody()}<optgate-frame></optgate-frame>` });
      await visitor.until(() => visitor.eval(() => window.__removed >= 3), 'nodes to be removed');
      await visitor.silent('nodes removed');
      assert.equal(await visitor.eval(() => [window.__whole, typeof window.__ran].join()), 'true,undefined');
      await visitor.eval(() => {
        window.optgate.preferences();
        window.optgate.give();
      });
      await visitor.contacted('marked.example');
      await visitor.contacted('www.google-analytics.com');
      await visitor.eval(() => window.optgate.withdraw());
      await visitor.settle();
      const removed = await visitor.eval(() => window.__removed);
      assert.ok(removed < 40, `no endless struggle: ${removed} nodes`);
      await visitor.noErrors();
    },
  },
  {
    title: 'out of memory in a later call: dead, and the doors are shut, of what was given too',
    async run(visitor) {
      await visitor.visit({ prelude: LITTLE_MEMORY + TRACKS, body: faultBody() });
      await visitor.eval(() => window.optgate.give());
      await visitor.google();
      await visitor.eval(() => window.__track('before'));
      await visitor.contacted('www.google-analytics.com', ({ path }) => path.endsWith('en=before'));
      await visitor.contacted('www.google-analytics.com', ({ path }) => path.endsWith('en=before.gif'));
      await visitor.settle();
      await visitor.eval(() => {
        window.optgate.give('x'.repeat(4_000_000));
      });
      await visitor.diagnosed('dead');
      assert.equal(await stateOf(visitor), 'dead');
      await visitor.settle();
      visitor.mark();
      await visitor.eval(() => {
        window.__track('after');
        window.optgate.give();
        window.optgate.withdraw();
      });
      await visitor.silent('dead');
      assert.equal(await visitor.eval(() => window.optgate.given('analytics')), false);
      await visitor.noErrors();
    },
  },
  {
    title: 'two tags and a marked copy of the tag itself: nothing runs twice',
    async run(visitor) {
      const marked = tag({ type: 'text/plain', 'data-purpose': 'analytics' });
      await visitor.visit({ body: `${faultBody()}${marked}` });
      await visitor.eval(() => window.optgate.give());
      await visitor.contacted('marked.example');
      await visitor.diagnosed('second-tag');
      await visitor.noErrors();
      await visitor.appears('optgate-button');
      assert.equal(await visitor.eval(() => document.querySelectorAll('optgate-banner,optgate-button').length), 1);
    },
  },
];
