// The browser keeps no cookie: a refusal holds, a give counts for this page view, and the developer is told.
import assert from 'node:assert/strict';

const REFUSING =
  "Object.defineProperty(Document.prototype, 'cookie', { get: function () { return ''; }, set: function () {}, configurable: true });";
// The opt-out cookie stays whatever is done about it; everything else is kept as usual.
const STUBBORN = `(function () {
  var real = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
  Object.defineProperty(Document.prototype, 'cookie', {
    get: function () { return real.get.call(this); },
    set: function (text) { if (text.indexOf('ga-disable') !== 0) real.set.call(this, text); },
    configurable: true,
  });
})();`;

export default [
  {
    title: 'a give counts for this page view alone',
    async run(visitor) {
      await visitor.visit({ prelude: REFUSING });
      await visitor.silent('before the answer');
      await visitor.press('optgate-banner [data-optgate="accept"]');
      await visitor.contacted('www.googletagmanager.com');
      assert.equal(await visitor.standing('analytics'), 'given visitor');
      await visitor.diagnosed('not-stored');
      await visitor.settle();
      visitor.mark();
      await visitor.reload();
      await visitor.silent('after a reload');
      assert.equal(await visitor.standing('analytics'), 'unknown default');
      await visitor.appears('optgate-banner');
      await visitor.noErrors();
    },
  },
  {
    title: 'a refusal holds on the page',
    async run(visitor) {
      await visitor.visit({ prelude: REFUSING });
      await visitor.press('optgate-banner [data-optgate="reject"]');
      await visitor.disappears('optgate-banner');
      await visitor.silent('after the refusal');
      assert.equal(await visitor.standing('analytics'), 'refused visitor');
      assert.equal(await visitor.flag(), true);
      await visitor.diagnosed('not-stored');
      await visitor.noErrors();
    },
  },
  {
    title: 'where reading cookies throws (a sandboxed page) the same holds, and no error reaches the page',
    async run(visitor) {
      await visitor.visit({ headers: { 'content-security-policy': 'sandbox allow-scripts' } });
      await visitor.silent('before the answer');
      await visitor.press('optgate-banner [data-optgate="accept"]');
      await visitor.contacted('www.googletagmanager.com');
      await visitor.diagnosed('not-stored');
      await visitor.eval(() => {
        window.optgate.withdraw();
      });
      assert.match(await visitor.standing('analytics'), /^(withdrawn|refused) visitor$/);
      assert.equal(await visitor.flag(), true);
      assert.equal((await visitor.sees('h1')) || (await visitor.sees('#end')), true, 'the page is whole');
      assert.deepEqual(
        (await visitor.eval(() => window.__errors)).filter((error) => !/cookie|sandbox/i.test(error)),
        [],
      );
    },
  },
  {
    title: 'an opt-out cookie that survives a give keeps analytics refused',
    async run(visitor) {
      await visitor.visit({ prelude: STUBBORN, cookies: ['ga-disable=true; Path=/'] });
      assert.equal(await visitor.standing('analytics'), 'refused stored');
      await visitor.eval(() => {
        window.optgate.give('analytics');
      });
      await visitor.silent('after the give');
      assert.equal((await visitor.standing('analytics')).split(' ')[0], 'refused');
      assert.equal(await visitor.flag(), true);
      await visitor.diagnosed('not-stored');
    },
  },
];
