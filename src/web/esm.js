// Entry of the ES module. Importing it has no effect; `start` brings up the engine as soon as the wasm has come.
import init from 'optgate-glue';
import { api, start as open, stop } from './api.js';
import { disable } from './host.js';

let started = false;

/**
 * Starts the gate with the settings that a script tag would carry, as one object (the keys of the table and of the
 * JSON block), and gives the same object that the tag puts on `window.optgate`. Until the engine has come everything
 * marked is closed. A second call changes nothing.
 */
export function start(config = {}) {
  if (!started) {
    started = true;
    window.optgate ??= api;
    disable(JSON.stringify(config), true);
    init({ module_or_path: new URL('optgate_bg.wasm', import.meta.url) }).then(
      () => open([], config, { home: new URL('.', import.meta.url).href }),
    ).catch((error) => stop('closed', error));
  }
  return api;
}
