// Fetches what lies beside the script, each file when it is needed: the texts of a language that is not inside, and the
// second layer, which is code, look and texts.
import { call, on, report } from './call.js';
import { soon } from './host.js';
import { style } from './layer.js';

/** Tells that a file of ours could not be had. */
export function missing(name, error) {
  report('file-missing', 'warning', `optgate.${name}: ${error}`);
}

/** Files of ours, each on its way or here. */
const files = {};

/** A file of ours; nothing where it cannot be had, and then the next press asks again. */
const file = (name, use) => (files[name] ??= fetched(name, use));

async function fetched(name, use) {
  await undefined; // one that fails at once must not forget what is not remembered yet
  try {
    const reply = await fetch(`${on.home}optgate.${name}.json`);
    if (!reply.ok) throw reply.status;
    return await use(await reply.json());
  } catch (error) {
    files[name] = missing(`${name}.json`, error);
    return undefined;
  }
}

/** The texts in a language, without keys: those of another version may stand in another order. */
const words = (tag) => file(tag, (texts) => (texts.shift() === on.version ? texts : Promise.reject(on.version)));

/** The language of this page view once the page's own is given up: it stays, whatever still comes. */
let instead;

function told(texts) {
  if (!texts) instead = 'en';
  call(on.loaded, texts ? texts.join('\n') : '');
}

/** What the first layer waits for, and the second. */
let first;
let second;

/**
 * Fetches the texts in a language: for the first layer, or, with the `days` of an answer, all that the second needs. Gives
 * what is true once that is here.
 */
export function fetchTexts(tag, days) {
  if (days) return (second ??= fetchMore(tag, days));
  first ??= soon(words(tag)).then(told);
  return first;
}

async function fetchMore(tag, days) {
  const [more, texts] = await Promise.all([file('more', (more) => on.extend(more.code).then(() => more)), words(tag)]);
  if (!more) return (second = undefined);
  style(more.style);
  if (!texts) told();
  const lang = instead ?? tag;
  const values = (await words(lang))?.join('\n') ?? '';
  // Where the browser does not know the language, its file has words of its own.
  const count = Intl.NumberFormat.supportedLocalesOf(lang)[0]
    ? `days=${days.toLocaleString(lang, { style: 'unit', unit: 'day', unitDisplay: 'long' })}` : '';
  call(on.loaded, `${values}\0${more.keys}\0${count}\n${more.texts}`);
  return more;
}
