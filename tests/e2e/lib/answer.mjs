// Stored answers for the scenarios that begin with one. The record's format is nobody's business outside
// the product, so a browser makes each record: it opens a page, answers, and its cookie is read.
import { clock } from './page.mjs';
import { Visitor } from './visitor.mjs';

const DAY = 86_400;

/** How the records come about: settings of the tag, age in days, and what the visitor does. */
const KINDS = {
  given: { act: () => window.optgate.give() },
  refused: { act: () => window.optgate.refuse() },
  'given long ago': { age: 200, act: () => window.optgate.give() },
  'refused long ago': { age: 200, act: () => window.optgate.refuse() },
  'given a month ago': { age: 40, act: () => window.optgate.give() },
};

/** The text of the `optgate` cookie for one of `KINDS`. */
export async function record(visitor, kind) {
  const known = visitor.records.get(kind);
  if (known) return known;
  const { age = 0, act } = KINDS[kind];
  const other = new Visitor(visitor);
  await other.visit({ prelude: age ? clock(-age) : '', body: '<p>Eine Antwort entsteht.</p>' });
  await other.eval(act);
  const text = await other.until(() => other.cookie('optgate'), `the record "${kind}"`);
  await other.settle();
  await other.close();
  visitor.records.set(kind, text);
  return text;
}

/** A `Set-Cookie` value as the product would have set the cookie; `domain` for a shared one. */
export function setCookie(name, value, { domain, path = '/' } = {}) {
  return `${name}=${value}; Path=${path}; SameSite=Lax; Max-Age=${100 * DAY}${domain ? `; Domain=${domain}` : ''}`;
}
