// The file arrives altered: cut, corrupted, or changed by an optimiser that meant well. Either it works as ever or
// everything stays closed.
import assert from 'node:assert/strict';

import { assertHeld, faultBody, stateOf } from '../lib/fault.mjs';
import { Site } from '../lib/site.mjs';

const FILE = Site.product();

/** The literal that carries the wasm, without its quotes. */
const [BEFORE, LITERAL, AFTER] = (() => {
  const start = FILE.indexOf('`\0asm') + 1;
  let end = start;
  while (FILE[end] !== '`') end += FILE[end] === '\\' ? 2 : 1;
  return [FILE.slice(0, start), FILE.slice(start, end), FILE.slice(end)];
})();

const carrying = (literal) => BEFORE + literal + AFTER;

/** As much of the literal as fits in `share` of it, cut where no escape is. */
const part = (share) => LITERAL.slice(0, LITERAL.lastIndexOf('\0', LITERAL.length * share));

/** Other bytes at one place of the wasm. */
const corrupt = (share) => {
  const at = part(share).length;
  return carrying(`${LITERAL.slice(0, at)}${'\u0011'.repeat(60)}${LITERAL.slice(LITERAL.indexOf('\0', at + 60))}`);
};

const WORKS = {
  unaltered: FILE,
  'without its byte order mark': FILE.replace('\ufeff', ''),
  'with the line ends of Windows': FILE.replaceAll('\n', '\r\n'),
  'concatenated behind code without a semicolon': `window.__ahead = function () { window.__called = true; }\n${FILE}`,
  'concatenated without its byte order mark, in front of other code': `var ahead = 1\n${FILE.replace('\ufeff', '')}(function () { window.__behind = true; })()`,
};

const CLOSED = {
  'the wasm cut to a half': carrying(part(0.5)),
  'the wasm all gone': carrying(''),
  'its NUL characters stripped': FILE.replaceAll('\0', ''),
  'its upper half of characters lost': carrying(LITERAL.replace(/[\x80-\xff]/g, '?')),
  'read in another charset': { text: FILE.replace('\ufeff', ''), charset: 'windows-1252' },
  'other bytes at its beginning': corrupt(0.02),
  'other bytes in its middle': corrupt(0.5),
};

/** Serves `text` as the tag's file and visits the page. */
async function visit(visitor, file, options) {
  const { text, charset = 'utf-8' } = typeof file === 'string' ? { text: file } : file;
  visitor.site.put('test.localhost', '/altered.js', {
    html: text,
    headers: { 'content-type': `text/javascript; charset=${charset}` },
  });
  await visitor.visit({ attributes: { src: '/altered.js' }, body: faultBody(options) }, { ready: false });
}

export default [
  {
    title: 'altered in ways that change nothing: it runs, holds and opens as ever',
    async run(visitor) {
      for (const [how, file] of Object.entries(WORKS)) {
        visitor.mark();
        await visit(visitor, file);
        assert.equal(await stateOf(visitor), 'open', how);
        await assertHeld(visitor, how);
        await visitor.noErrors();
        assert.equal(await visitor.eval(() => typeof window.__called), 'undefined', `${how}: what stands before is not called`);
        if (file.includes('__behind')) assert.equal(await visitor.eval(() => window.__behind), true, how);
        await visitor.eval(() => window.optgate.give(['analytics']));
        await visitor.contacted('marked.example');
        await visitor.contacted('www.googletagmanager.com');
        await visitor.until(() => visitor.eval(() => window.__ran === 1), `${how}: the marked script`);
        await visitor.settle();
        await visitor.fresh();
      }
    },
  },
  {
    title: 'altered so that the wasm is no more: closed, known hosts held all the same, the page whole',
    async run(visitor) {
      for (const [how, file] of Object.entries(CLOSED)) {
        visitor.mark();
        await visit(visitor, file);
        assert.match(await stateOf(visitor), /^(closed|dead)$/, how);
        await assertHeld(visitor, how);
        await visitor.noErrors();
        assert.equal(await visitor.flag(), true, `${how}: the flag of the opt-out`);
        await visitor.eval(() => {
          window.optgate.give();
          window.optgate.preferences();
        });
        await assertHeld(visitor, `${how}, after give()`);
        await visitor.storesNothing();
      }
    },
  },
  {
    title: 'cut so that it is no script any more, empty, missing or a page in its stead: marked content stays closed',
    async run(visitor) {
      for (const [how, text] of Object.entries({
        'cut in the wasm': BEFORE + part(0.5),
        'cut in the code': FILE.slice(0, 4000),
        empty: '',
        'a page in its stead': '<!doctype html><title>404</title>',
      })) {
        visitor.mark();
        await visit(visitor, text, { inserts: false });
        assert.equal(await stateOf(visitor), '', how);
        await assertHeld(visitor, how);
        await visitor.storesNothing();
      }
      await visitor.visit({ attributes: { src: '/nowhere.js' }, body: faultBody({ inserts: false }) }, { ready: false });
      await assertHeld(visitor, 'missing');
    },
  },
];
