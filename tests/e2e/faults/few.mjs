// Faults of each kind, on the first try alone; harness.test.mjs says what must come of them.
import assert from 'node:assert/strict';

const quiet = { html: '<!doctype html><title>Still</title><link rel="icon" href="data:,"><p>Nichts.</p>' };
const leak = { html: '<!doctype html><title>Leck</title><img alt="" src="https://leak.example/a.gif">' };

/** A quiet page, on which `fault` happens at first. */
const once = (title, fault) => ({
  title,
  async run(visitor) {
    await visitor.visit(quiet, { ready: false });
    if (!visitor.isSecond) await fault(visitor);
    await visitor.silent('a quiet page');
  },
});

export default [
  once('a leak', (visitor) => visitor.visit(leak, { ready: false })),
  once('a value that is wrong while it is waited for', (visitor) =>
    visitor.until(() => assert.equal(1, 2), 'a wonder', 100),
  ),
  once('a browser that dies', (visitor) => visitor.browser.kill()),
  once('something that comes too late', (visitor) => visitor.until(() => false, 'a guest', 100)),
  once('a worker that dies', () => process.exit(7)),
];
