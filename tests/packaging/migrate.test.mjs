// The script that carries other tools' answers over, as it ships, run against a page that is nothing but cookies.
// What its records mean to the engine is told by the same table in `tests/it/migrate.rs`; real browsers run it in
// `tests/e2e/scenarios/migrate.mjs`.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';

const script = await readFile(new URL('../../dist/script-tag/optgate-migrate.js', import.meta.url), 'utf8');
const table = await readFile(new URL('../data/migrate.tsv', import.meta.url), 'utf8');
/** The clock of the native tests: 15 January 2027. */
const NOW = 1_800_000_000;

/** Runs the script; `refuses` says which assignments the browser drops. Gives all that it did. */
function run({ cookies, attributes = {}, url = 'https://shop.example.test/', refuses = () => false }) {
  const jar = cookies ? cookies.split('; ') : [];
  const assigned = [];
  const said = [];
  const document = {
    currentScript: { dataset: attributes },
    get cookie() {
      return jar.join('; ');
    },
    set cookie(text) {
      assigned.push(text);
      if (refuses(text)) return;
      const [pair] = text.split('; ');
      const at = jar.findIndex((other) => other.startsWith(pair.slice(0, pair.indexOf('=') + 1)));
      if (at >= 0) jar.splice(at, 1);
      if (!text.includes('Max-Age=0')) jar.push(pair);
    },
  };
  class Clock extends Date {
    static now() {
      return NOW * 1000;
    }
  }
  // Anything else that a page has, the network above all, is not there: to touch it would throw.
  const console = { warn: (...words) => said.push(words.join(' ')) };
  runInNewContext(script, { document, console, location: new URL(url), Date: Clock });
  return { assigned, said, cookies: jar };
}

const attributesOf = (text) =>
  Object.fromEntries(
    [...text.matchAll(/(\w+)=("(?:[^"\\]|\\.)*")/g)].map(([, name, value]) => [name, JSON.parse(value)]),
  );
const rows = table
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t'));

for (const [title, attributes, cookies, record, , , , , , , said] of rows) {
  test(title, () => {
    const found = run({ cookies, attributes: attributesOf(attributes) });
    const [, , time, days] = record.split('.');
    const life = Number(time) + days * 86_400 - NOW;
    assert.deepEqual(
      found.assigned,
      record === '-' ? [] : [`optgate=${record}; Max-Age=${life}; Path=/; SameSite=Lax; Secure`],
    );
    assert.equal(found.said.length, said === '-' ? 0 : 1, found.said.join('\n'));
    for (const line of found.said) assert.ok(line.startsWith('optgate-migrate: ') && line.includes(said), line);
  });
}

const refused = 'klaro=%7B%22analytics%22%3Afalse%7D';
const ours = 'optgate=1.1.1800000000.182.!*';

test('the table is whole', () => assert.equal(rows.length, 80));

test('http has no Secure, and a domain is the one that is named', () => {
  const { assigned } = run({
    cookies: refused,
    url: 'http://shop.example.test/',
    attributes: { domain: 'example.test' },
  });
  assert.deepEqual(assigned, [`${ours}; Max-Age=15724800; Path=/; SameSite=Lax; Domain=example.test`]);
});

test('auto is this host alone', () => {
  assert.deepEqual(
    run({ cookies: refused, attributes: { domain: 'auto' } }).assigned,
    run({ cookies: refused }).assigned,
  );
});

test('the others go once ours is kept, from this host and each domain above it', () => {
  const { assigned, cookies } = run({ cookies: `a=b; ${refused}`, attributes: { clean: '' } });
  assert.deepEqual(cookies, ['a=b', ours]);
  const removed = assigned
    .slice(1)
    .filter((text) => text.startsWith('klaro=; Max-Age=0; Path=/; '))
    .map((text) => /; Domain=(.*)/.exec(text)?.[1]);
  assert.deepEqual(removed, [undefined, 'shop.example.test', 'example.test', 'test']);
});

test('the others go where a record of ours stood before', () => {
  assert.deepEqual(run({ cookies: `${ours}; ${refused}`, attributes: { clean: '' } }).cookies, [ours]);
});

test('nothing goes while ours is not kept, and the console says so', () => {
  const { said, cookies } = run({
    cookies: refused,
    attributes: { clean: '' },
    refuses: (text) => text.startsWith('optgate='),
  });
  assert.deepEqual([said, cookies], [['optgate-migrate: not kept'], [refused]]);
});

test('nothing goes where ours cannot be read or there is nothing to carry', () => {
  for (const cookies of [`optgate=x; ${refused}`, 'klaro=%7B%22analytics%22%3Atrue%7D', 'tarteaucitron=!gtag=wait']) {
    assert.deepEqual(run({ cookies, attributes: { clean: '' } }).assigned, []);
  }
});

test('a page without cookies, such as a sandboxed one, is told and not disturbed', () => {
  const said = [];
  const document = {
    currentScript: { dataset: {} },
    get cookie() {
      throw new Error('sandboxed');
    },
  };
  runInNewContext(script, {
    document,
    location: new URL('https://a.test'),
    console: { warn: (...words) => said.push(words.join(' ')) },
  });
  assert.deepEqual(said, ['optgate-migrate: sandboxed']);
});
