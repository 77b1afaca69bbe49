// The engines by name. All drivers have one face: `launch(options)` gives `{name, version, open, quit}`;
// `open(url)` gives a tab with a storage of its own: `eval`, `goto`, `reload`, `back`, `resize`, `pressAt`, `moveTo`, `cookies`,
// `sibling` (a second tab of the same storage, in the background), `front`, `close`.
import * as chromium from './chromium.mjs';
import * as firefox from './firefox.mjs';
import * as webkit from './webkit.mjs';

const ENGINES = {
  chromium: chromium.launch,
  // The ordinary profile instead of a private window; see chromium.mjs.
  'chromium-ordinary': (options) => chromium.launch({ ...options, ordinary: true }),
  firefox: firefox.launch,
  webkit: webkit.launch,
};

export const ENGINE_NAMES = Object.keys(ENGINES);

/** Starts an engine; `options` are those of its driver. */
export const launch = (name, options = {}) => ENGINES[name](options);
