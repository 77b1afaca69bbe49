// The harness under faults (faults/): chance is survived and named, and no fault of the product hides behind a second
// attempt. `node --test tests/e2e/harness.test.mjs`
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Runs the scenarios of faults/ that match, and gives the exit code and the lines without their durations. */
function run(only, ...options) {
  return runWith({}, only, ...options);
}

/** The same with further variables of the environment. */
function runWith(variables, only, ...options) {
  const env = { ...process.env, OPTGATE_SCENARIOS: here('faults'), ...variables };
  return new Promise((resolve) => {
    execFile(process.execPath, [here('run.mjs'), '--only', only, ...options], { env }, (error, stdout) => {
      const lines = stdout.trim().split('\n');
      resolve({ code: error?.code ?? 0, text: stdout, lines: lines.map((line) => line.replace(/^(\S+ +\S+) +\d+ ms +/, '$1  ')) });
    });
  });
}

/** Asserts that each of these is the beginning of a line. */
function tells({ lines, text }, ...beginnings) {
  for (const beginning of beginnings) assert.ok(lines.some((line) => line.startsWith(beginning)), `${beginning}\n${text}`);
}

// Two at a time, that which waits first.
describe('the harness', { concurrency: 2 }, () => {
  test('a worker that hangs is ended, and its scenarios are told in another', async () => {
    const told = await run('^stuck', '--engine', 'chromium', '--silence', '60');
    tells(told, 'again  chromium  stuck: a worker that hangs: the worker said nothing for 60 s');
    assert.deepEqual([told.code, ...told.lines.slice(-2)], [0, 'second runs: 1', '2 passed, 0 failed']);
  });

  test('what is asserted fails at once; browser, worker and time get a second run', async () => {
    const told = await run('^few', '--engine', 'chromium');
    tells(
      told,
      'FAIL chromium  few: a leak',
      'FAIL chromium  few: a value that is wrong while it is waited for',
      'again  chromium  few: a browser that dies: Chromium has gone (SIGKILL)',
      'ok   chromium  few: a browser that dies',
      'again  chromium  few: something that comes too late: waited 100 ms for a guest',
      'ok   chromium  few: something that comes too late',
      'again  chromium  few: a worker that dies: the worker ended with code 7',
      'ok   chromium  few: a worker that dies',
    );
    assert.deepEqual([told.code, ...told.lines.slice(-2)], [1, 'second runs: 3', '3 passed, 2 failed']);
  });

  for (const engine of ['firefox', 'webkit']) {
    test(`${engine} may die as well`, async () => {
      const told = await run('^few: a browser', '--engine', engine);
      tells(told, `again  ${engine}  few: a browser that dies: `);
      assert.deepEqual([told.code, ...told.lines.slice(-2)], [0, 'second runs: 1', '1 passed, 0 failed']);
    });
  }

  test('a packet witness that does not start fails the run; one that there is no Python for is named in the last line', async () => {
    const failing = await runWith({ OPTGATE_PYTHON: 'false' }, '^stuck: the next', '--engine', 'chromium');
    tells(failing, 'FAIL chromium  stuck: the next one (never ran)');
    assert.equal(failing.code, 1);
    const blind = await runWith({ OPTGATE_PYTHON: '/nowhere/python3' }, '^stuck: the next', '--engine', 'chromium');
    assert.deepEqual([blind.code, blind.lines.at(-1)], [0, '1 passed, 0 failed; no packet witness, since python3 is missing']);
  });

  test('too much trouble is no chance', async () => {
    const told = await run('^many', '--engine', 'chromium');
    tells(told, 'FAIL chromium  4 scenarios needed a second run, 3 may: something is wrong');
    assert.deepEqual([told.code, ...told.lines.slice(-2)], [1, 'second runs: 4', '0 passed, 5 failed']);
  });
});
