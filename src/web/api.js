// `window.optgate`: the public functions, and the guard between the page and the engine. A call never throws into
// the page, whatever state the engine is in; where WebAssembly is refused (`closed`) or trapped (`dead`), everything
// marked stays closed and the functions answer as if nothing were given.
import * as glue from 'optgate-glue';
import {
  call, emit, known, on, report, whenReady,
} from './call.js';
import { adopt, connect, scan } from './host.js';
import { style } from './layer.js';
import css from './look.css';
import { fetchTexts, missing } from './text.js';

const nothing = () => ({ answered: false, time: null, revision: 1, domain: '', purposes: {}, services: {} });

let alive = false;
let resolve;

/** How it went: for `ready`, and for the page that listens. */
function settle(outcome) {
  resolve(outcome);
  whenReady(() => emit('ready'));
}

const guard = (work, otherwise) => () => {
  if (alive) {
    try {
      return work();
    } catch (error) {
      stop('dead', error);
    }
  }
  return otherwise;
};

/** Whatever a caller passes, as text. */
const text = (value) => {
  try {
    return String(value);
  } catch {
    return '?';
  }
};

/** A call with ids. None at all means all; an empty list names nothing. */
const some = (work) => (ids) => {
  const names = ids === undefined ? '' : text(Array.isArray(ids) ? ids.map(text).join(' ') : ids).trim() || null;
  if (names !== null) call(work, names);
};

const tell = guard(() => {
  glue.status();
  return known;
});
const given = guard(glue.given, false);

export const api = {
  version: __OPTGATE_VERSION__,
  ready: new Promise((done) => { resolve = done; }),
  status: () => tell() ?? nothing(),
  given: (id) => call(given, text(id)),
  give: some(guard(glue.give)),
  refuse: guard(glue.refuse),
  withdraw: some(guard(glue.withdraw)),
  preferences: guard(glue.preferences),
  receipt: () => on.receipt ?? null,
  scan: (root) => {
    try {
      if (root instanceof ShadowRoot) adopt(root);
    } catch { /* an engine below the floor, where nothing opens anyway */ }
    guard(scan)();
  },
};

/** The engine does not run (any more): say so once, keep everything closed. */
export function stop(state, error) {
  alive = false;
  const reason = `${error}`;
  settle({ state, reason });
  api.ready = Promise.resolve({ state, reason }); // it may have been open before
  report(state, 'error', reason);
  scan();
}

const joined = (parts) => parts.map((part) => part.replaceAll('\0', '')).join('\0');

/**
 * Settings as the engine reads them (`Site::read`): path, then type and text of each value.
 * `pairs` are the tag's attributes.
 */
function flat(pairs, block) {
  const out = pairs.flatMap(([name, value]) => [name, `s${value}`]);
  const add = (path, value) => {
    const list = Array.isArray(value);
    // An empty one says nothing, but in a list it keeps its place.
    if (value && typeof value === 'object' && (Object.keys(value).length ? path || !list : /[^\]]$/.test(path))) {
      for (const key of Object.keys(value)) add(list ? `${path}[${key}]` : path ? `${path}.${key}` : key, value[key]);
    } else {
      out.push(path, ({ string: 's', number: 'n', boolean: 'b' }[path && typeof value] ?? 'o') + value);
    }
  };
  if (block !== undefined && `${JSON.stringify(block)}` !== '{}') add('', block);
  return out;
}

/** Starts the engine, which is instantiated by now. `facts`: {home, nonce, element of the block, endpoint of the tag}. */
export function start(pairs, block, facts) {
  if (document.prerendering) {
    // Nothing opens, and nothing is asked, until somebody sees the page.
    document.addEventListener('prerenderingchange', () => start(pairs, block, facts), { once: true });
    return;
  }
  style(css);
  alive = true;
  guard(() => {
    connect({
      ...facts,
      version: api.version,
      sync: guard(glue.sync),
      act: guard(glue.act, false),
      show: guard(glue.show),
      loaded: guard(glue.loaded),
      look: guard(glue.look),
      passes: guard(glue.passes, false),
      status: api.status,
      extend: glue.extend,
      texts: fetchTexts,
    });
    const { hostname, pathname, protocol } = location;
    const signal = navigator.globalPrivacyControl ? '1' : '';
    const page = [hostname, pathname, protocol, signal, document.documentElement.lang, `${navigator.languages}`];
    call(glue.start, joined([...page, ...flat(pairs, block)]));
    // What few pages need: see extra.js.
    const anew = JSON.stringify(api.status()).includes('"invalidated"');
    if (anew || facts.endpoint || block?.endpoint || block?.receipts || block?.close) {
      on.extra = import(`${facts.home}optgate.extra.js`)
        .then((file) => file.start(facts.endpoint, block, anew, on, call, report))
        .catch((error) => missing('extra.js', error));
    }
    settle({ state: 'open', reason: '' });
  })();
}
