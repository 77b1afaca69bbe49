// Entry of the ES module. Importing it has no effect; `start` brings up the engine as soon as the wasm has come.
import init from 'optgate-glue';
import { api, start as open, stop } from './api.js';
import { report } from './call.js';
import { disable, listen } from './google.js';
import { close } from './host.js';

let started;

/**
 * Starts the gate with the settings that a script tag would carry, as one object (the keys of the table and of the
 * JSON block), and gives the same object that the tag puts on `window.optgate`. Until the engine has come everything
 * marked is closed. A second call changes nothing; beside the script tag or another copy neither does the first, which gives theirs.
 */
export function start(config = {}) {
  if (!started && window.optgate?.ready?.then) {
    started = window.optgate;
    report('second-tag', 'warning', 'start');
  } else if (!started) {
    started = api;
    window.optgate = api;
    try {
      disable(JSON.stringify(config), true);
      listen(config?.google);
    } catch { /* no JSON: the engine does not start with it either */ }
    close(config?.hold === 'marked');
    init({ module_or_path: new URL('optgate_bg.wasm', import.meta.url) }).then(
      () => open([], config, { home: new URL('.', import.meta.url).href }),
    ).catch((error) => stop('closed', error));
  }
  return started;
}
