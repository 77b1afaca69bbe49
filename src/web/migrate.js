// A small file of its own, put before Optgate's tag while a site comes from another consent manager: it reads the
// other tool's record and writes ours, once. The engine is not there yet, so what a record means is decided here, and
// always the stricter way: a refusal is carried over, a consent only where the site says so, and what cannot be read
// is no answer. Nothing is fetched.

const DAY = 86_400;
/** Ids, and the most letters of all entries, in the form of `src/record.rs`. */
const isId = (text = '') => /^[a-z][a-z0-9-]{0,31}$/.test(text);
const MOST = 165;

/** What others call our purposes and services; for a service also the purposes that are refused with it. */
const NAMES = [
  ['necessary', /^(necessary|essential)$/i],
  ['analytics', /^(analytics|statistics)$/i],
  ['marketing', /^(marketing|ads|advertising)$/i],
  ['google-analytics', /^(google.?analytics|ga|gtag)$/i, 'analytics'],
  ['google-ads', /^google.?ads$/i, 'marketing'],
  ['google-tag-manager', /^(google.?tag.?manager|gtm)$/i, 'analytics', 'marketing'],
  ['youtube', /^youtube(playlist)?$/i, 'media'],
];

/** For each cookie: which names are given and refused, whether some are open, and the date where there is one. */
const READERS = {
  cc_cookie(text) {
    const { categories, services, consentTimestamp, lastConsentTimestamp = consentTimestamp } = json(text);
    check([categories, ...Object.values(services)].every(Array.isArray));
    // Services that were refused inside a category are not listed: where some are given, they stand for it.
    const given = categories.flatMap((name) => (services[name]?.length ? services[name] : name));
    return [given, Object.keys(services).filter((name) => !categories.includes(name)), false, lastConsentTimestamp];
  },
  klaro(text) {
    const said = Object.entries(json(text));
    check(said[0] && said.every(([, value]) => typeof value === 'boolean'));
    return [having(said, true), having(said, false)];
  },
  tarteaucitron(text) {
    check(/^(![^!=]+=(true|false|wait))*$/.test(text));
    const said = text.split('!').map((part) => part.split('='));
    // What asks nobody is `true` from the start: as long as one waits, no `true` is known to be an answer.
    const [waits] = having(said, 'wait');
    return [waits ? [] : having(said, 'true'), having(said, 'false'), waits];
  },
};

/** The names that stand with this value. */
const having = (said, value) => said.flatMap(([name, word]) => (word === value ? name : []));

function check(holds, what = 'unreadable') {
  if (!holds) throw Error(what);
}

const json = (text) => JSON.parse(decodeURIComponent(text));
const say = (text) => console.warn('optgate-migrate:', text);
const cookies = () => document.cookie.split(/; */).map((part) => part.split(/=(.*)/s));
/** As a record counts them; 0 for what is no date. */
const seconds = (date) => (new Date(date) / 1000) >>> 0;
/** An id, and for a service the purposes that it serves. */
const family = (id) => [id, ...(NAMES.find(([known]) => known === id)?.slice(2) ?? [])];

/** Our record of what the others say, and the seconds it has left; empty where there is nothing to carry. */
function record({ consent, map = '', revision = 1, days = 182 }) {
  const pairs = (map.match(/\S+/g) ?? []).map((pair) => pair.split('='));
  check(/^[1-9]\d{0,8}\.[1-9]\d{0,2}$/.test(`${revision}.${days}`) && days <= 400, 'data-revision, data-days');
  /** The ids of a name: by `data-map`, by the list above, or as near as an id can be. */
  const idsOf = (name) => {
    const ids = pairs.flatMap(([from, id]) => (from === name ? id : []));
    const known = NAMES.find(([, pattern]) => pattern.test(name))?.[0];
    if (!ids[0]) ids.push(known ?? name.toLowerCase().replace(/[^a-z0-9-]/g, ''));
    check(ids.every(isId), name);
    return ids.filter((id) => id !== 'necessary');
  };
  const now = seconds(Date.now());
  let time = now;
  let keep = consent === 'keep';
  const answers = [];
  for (const [tool, text] of cookies()) {
    if (!Object.hasOwn(READERS, tool)) continue;
    try {
      const [given, refused, open, date = Date.now()] = READERS[tool](text);
      const since = seconds(date);
      check(since);
      const gives = given.flatMap(idsOf);
      const refuses = refused.flatMap(idsOf).flatMap(family);
      if (since + days * DAY > now && (gives[0] || refuses[0])) {
        answers.push([gives, refuses, open]);
        time = Math.min(time, since);
      }
    } catch ({ message }) {
      say(`${tool}: ${message}`);
      keep = false;
    }
  }
  // By itself the answer to Osano's Cookie Consent is read by the engine: no is to all, yes to analytics.
  for (const [name, word] of answers[0] ? cookies() : []) {
    if (name === 'cookieconsent_status' && word === 'deny') answers.push([[], ['analytics']]);
    if (name === 'cookieconsent_status' && word === 'allow') answers.push([['analytics'], []]);
  }
  // Of several records the stricter counts: refused is what one refuses, given what each gives.
  const refused = answers.flatMap(([, refuses]) => refuses);
  const given = answers.flatMap(([gives]) => gives).filter((id) => (
    keep && answers.every(([gives]) => gives.includes(id)) && !family(id).some((each) => refused.includes(each))
  ));
  let entries = [...new Set([...given.map((id) => `+${id}`), ...refused.map((id) => `!${id}`)])].join('');
  // Everything is refused, also where a record has no room for each refusal.
  if (answers.some(([gives, , open]) => !open && !gives[0]) || entries.length > MOST) {
    check(refused[0], 'too long');
    entries = '!*';
  }
  return entries ? [`1.${revision}.${time}.${days}.${entries}`, time + days * DAY - now] : [];
}

function run({ clean, domain, ...settings }) {
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  const assign = (pair, at) => {
    document.cookie = `${pair}; Path=/; SameSite=Lax${secure}${at ? `; Domain=${at}` : ''}`;
  };
  const ours = () => cookies().find(([name]) => name === 'optgate')?.[1];
  const [text, life] = ours() === undefined ? record(settings) : [];
  if (text) {
    assign(`optgate=${text}; Max-Age=${life}`, domain === 'auto' ? '' : domain);
    check(ours() === text, 'not kept');
  }
  if (clean !== undefined && ours()?.startsWith('1.')) {
    const remove = (at) => Object.keys(READERS).forEach((name) => assign(`${name}=; Max-Age=0`, at));
    remove();
    location.hostname.split('.').forEach((_, at, labels) => remove(labels.slice(at).join('.')));
  }
}

try {
  run(document.currentScript.dataset);
} catch ({ message }) {
  say(message);
}
