// Receipts of answers: a part of `extra.js`. The ways into the engine are handed to it.
//
// The field names are those of the profile of ISO/IEC TS 27560:2023 that a community group of the W3C has published:
// "Consent Records and Receipts as per ISO/IEC TS 27560:2023 using DPV", Final Community Group Report of 1 August 2024,
// https://w3id.org/dpv/guides/consent-27560. What it wants beyond an answer and its circumstances (categories of data,
// places and times of storage, rights, contacts) is said by the texts that the hash stands for and by the privacy
// statement; so a receipt names a format of ours and not the profile.

import { isOn, usual } from './seldom.js';

const KEY = 'optgate-receipt';

/** The layers of ours that an answer may come from. */
const LAYERS = 'optgate-banner,optgate-preferences,.optgate-player';

const STATES = {
  given: 'Given', refused: 'Refused', withdrawn: 'Withdrawn', expired: 'Expired', invalidated: 'Invalidated',
};

/**
 * Reads its two settings and gives what makes a receipt, or nothing where they do not want one.
 *
 * `attribute`: the tag's `data-endpoint`; `block`: the JSON block; `anew`: was there an answer to an earlier
 * revision? `on`, `call`: the ways into the engine, see `call.js`, of which `on` is also where `optgate.receipt()` finds the last
 * one; `report`: for diagnostics.
 */
export function receipts(attribute, block, anew, on, call, report) {
  const endpoint = path(attribute ?? block?.endpoint, attribute === undefined ? 'endpoint' : 'data-endpoint', report);
  if (!isOn('receipts', block, report) && !endpoint) return undefined;

  on.receipt = read(on.status().time || anew);
  // What the table of services says about the visitor's choice names it too.
  call(on.loaded, `\0\0kept=, ${KEY} (localStorage)`);
  const site = () => look(on, call);
  const drawn = () => {
    // Whoever leaves the page right behind his answer shall have a receipt too, so what it needs is here by then.
    if (document.querySelector('optgate-banner')) site();
    const footer = document.querySelector('optgate-preferences footer');
    if (footer && !footer.querySelector('[data-optgate=receipt]') && on.status().time) footer.append(button(on, site()));
  };
  new MutationObserver(drawn).observe(document.documentElement, { childList: true });
  drawn();
  // One that another tab has made.
  addEventListener('storage', ({ key }) => {
    if (key === KEY) on.receipt = read(true);
  });
  // The switch of a placeholder makes way for the player before its answer is told of, as one about the frame.
  let changed;
  addEventListener('input', (event) => {
    [changed] = event.composedPath();
  }, true);
  let last;
  const answered = async (pressed, status) => {
    // What the start of a page mends, or an end removes, is no answer of the visitor's; and one that is mended right after
    // it was stored is one answer still.
    const marks = [...Object.values(status.purposes), ...Object.values(status.services)];
    const isSame = last && last.pressed === pressed && last.text === JSON.stringify(status);
    if (!status.time || isSame || !marks.some(({ source }) => source === 'visitor')) return;
    last = { pressed, text: JSON.stringify(status) };
    const about = site() ?? (await on.texts('', 1) && site());
    // That a file of the second layer is missing has been reported.
    if (about) keep(answer(about, pressed, status, on.receipt, report), endpoint, on, report);
  };
  // Whatever a page has made impossible, it hears no error of ours.
  return (pressed, status) => answered((pressed?.localName === 'optgate-frame' && changed) || pressed, status)
    .catch((error) => report('not-stored', 'warning', `receipt: ${error}`));
}

/** A path of this origin, or nothing. Two slashes of whatever kind would lead to another host. */
function path(value, place, report) {
  if (value === undefined || (typeof value === 'string' && /^\/(?![/\\])[^\s\\]*$/.test(value))) return value;
  report(typeof value === 'string' ? 'invalid-link' : 'wrong-type', 'warning', `${place}: ${value}`);
  return undefined;
}

/** What the engine knows about site and texts (`view/receipt.rs`); nothing while the second layer is on its way. */
function look(on, call) {
  const block = document.createElement('div');
  block.dataset.optgate = 'receipt';
  call(on.sync, 'div', block);
  const lines = block.textContent.split('\n').map((line) => line.trim());
  if (lines.length < 7) return undefined;
  const [lang, controller, privacy, days, label, first, whole] = lines;
  const subjects = [];
  for (let at = 7; at + 2 < lines.length; at += 3) {
    const [id, purpose, name] = lines.slice(at);
    subjects.push({ id, purpose, name });
  }
  return { lang, controller, privacy, days, label, first, whole, subjects };
}

/** The receipt of an answer that was just given. */
function answer(about, pressed, status, before, report) {
  const layer = pressed?.closest?.(LAYERS);
  // The box of a placeholder has no name of ours.
  const where = layer ? layer.localName.slice(8) || 'placeholder' : pressed ? 'page' : 'script';
  const action = pressed?.dataset?.optgate ?? pressed?.hash?.slice(9);
  const made = make(about, status, action ? `${where}: ${action}` : where);
  if (before) made['dpv:isAfter'] = before['dpv:hasIdentifier'];
  // Of an answer whose receipt is not here only what is stored is known.
  const past = entries(before ?? {});
  const isHere = past.some(([, entry]) => entry['dpv:isIndicatedAtTime'] >= status.time);
  const stored = () => entries(make(about, status, 'stored')).filter(([, entry]) => entry['dct:source'] !== 'visitor');
  carry(made, isHere ? past : stored(), status.time, about.days);
  // Nothing of ours was shown to whom a page of the site's asked; and a hash of other words than those seen would be none.
  const lang = layer?.closest('[lang]').lang;
  if (lang === about.lang) made['dpv:hasNotice'] = [{ '@type': ['dpv:ConsentNotice'], 'dpv:hasIdentifier': `sha256:${where === 'preferences' ? about.whole : about.first}` }];
  else if (lang) report('not-stored', 'warning', `receipt: what was shown was in ${lang}`);
  return made;
}

function make(about, status, how) {
  const controller = { 'dpv:hasName': about.controller };
  if (about.privacy) controller['dpv:hasNotice'] = new URL(about.privacy, location.href).href;
  return {
    '@context': {
      dct: 'http://purl.org/dc/terms/', dpv: 'https://w3id.org/dpv#', rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#', skos: 'http://www.w3.org/2004/02/skos/core#',
    },
    '@type': ['dpv:ConsentReceipt'],
    'dct:conformsTo': 'urn:optgate:receipt:1',
    'dpv:hasIdentifier': id(),
    'dct:created': new Date().toISOString(),
    'dct:creator': 'controller',
    'dct:language': about.lang,
    'dct:hasVersion': `revision ${status.revision}`,
    'dpv:isImplementedUsingTechnology': `Optgate ${window.optgate.version}`,
    'dpv:hasEntity': { controller },
    'dpv:hasProcess': about.subjects.map((subject) => process(subject, status, how, about)),
  };
}

/** A purpose, or a service with its purpose, and what has been answered about it. */
function process({ id: own, name, purpose }, status, how, { subjects, days }) {
  const { status: state, source } = status[purpose ? 'services' : 'purposes'][own];
  const named = (wanted, label) => ({ 'dpv:hasIdentifier': wanted, 'skos:prefLabel': label });
  const above = subjects.find((subject) => subject.id === purpose);
  return {
    '@type': ['dpv:Process'],
    'dpv:hasPurpose': [purpose ? named(purpose, above.name) : named(own, name)],
    ...(purpose && { 'dpv:hasService': [named(own, name)] }),
    'dpv:hasDataController': ['controller'],
    'dpv:hasLegalBasis': ['dpv:Consent'],
    'dpv:hasConsentStatus': [{
      '@type': [`dpv:Consent${STATES[state] ?? 'Unknown'}`],
      'dct:source': source,
      'dpv:isIndicatedAtTime': status.time,
      'dpv:isExercisedAt': how,
      ...(state === 'given' && { 'dpv:hasDuration': { '@type': ['dpv:TemporalDuration'], 'rdf:value': `P${days}D` } }),
    }],
  };
}

/** What a receipt says about each purpose and service, as pairs of its id and that. */
function entries(receipt) {
  return (receipt['dpv:hasProcess'] || []).map((each) => [
    (each['dpv:hasService'] ?? each['dpv:hasPurpose'])[0]['dpv:hasIdentifier'],
    each['dpv:hasConsentStatus'][0],
  ]);
}

/**
 * What an answer leaves as it was keeps what was `said` about it before: when and how it was given, and for how long. `time`
 * is that of the whole answer. Where no consent is left from then, all is new.
 */
function carry(receipt, said, time, days) {
  const made = entries(receipt);
  const old = Object.fromEntries(said);
  const now = receipt['dct:created'];
  // What stays, in the order of what was made.
  const kept = made.map(([about, entry]) => old[about]?.['@type'][0] === entry['@type'][0] && old[about]);
  if (!kept.some((entry) => entry['dpv:hasDuration'])) return;
  made.forEach(([, entry], at) => {
    const duration = entry['dpv:hasDuration'];
    entry['dpv:isIndicatedAtTime'] = now;
    // It ends with the answer that it was added to.
    if (duration) duration['rdf:value'] = `P${Math.round(days - (new Date(now) - new Date(time)) / 86_400_000)}D`;
    Object.assign(entry, kept[at]);
  });
}

/** A random UUID. `crypto.randomUUID` is missing on pages without TLS. */
function id() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** The receipt that the browser keeps, or null. Like the cookies it is gone when its answer is. */
function read(wanted) {
  try {
    if (!wanted) localStorage.removeItem(KEY);
    return JSON.parse(localStorage.getItem(KEY));
  } catch {
    return null;
  }
}

/** Keeps a receipt and posts it. Whatever of that fails, the answer holds. */
function keep(made, endpoint, on, report) {
  on.receipt = made;
  const text = JSON.stringify(made);
  try {
    localStorage.setItem(KEY, text);
  } catch (error) {
    report('not-stored', 'warning', `localStorage: ${error}`);
  }
  if (endpoint) send(endpoint, text, report);
}

/** Posts a receipt, once, even where the visitor leaves the page meanwhile; to no other origin, and by no detour. */
async function send(endpoint, body, report) {
  try {
    const headers = { 'content-type': 'application/json' };
    const reply = await fetch(endpoint, {
      method: 'POST', keepalive: true, mode: 'same-origin', redirect: 'error', headers, body,
    });
    if (!reply.ok) throw reply.status;
  } catch (error) {
    report('not-sent', 'warning', `${endpoint}: ${error}`);
  }
}

/** The button that hands a copy to the visitor. */
function button(on, about) {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'optgate-quiet';
  made.dataset.optgate = 'receipt';
  made.textContent = about.label || usual(about.lang).receipt;
  made.addEventListener('click', () => {
    const file = document.createElement('a');
    // Who answered before there were receipts gets what is stored.
    const copy = on.receipt ?? make(about, on.status(), 'stored');
    file.download = 'optgate-receipt.json';
    file.href = URL.createObjectURL(new Blob([JSON.stringify(copy, null, 2)], { type: 'application/json' }));
    file.click();
    setTimeout(() => URL.revokeObjectURL(file.href), 60_000);
  });
  return made;
}
