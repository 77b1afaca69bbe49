// Entry of the classic file: one script tag, read where it stands, the wasm inside, the gate up before the parser
// goes on.
import { initSync } from 'optgate-glue';
import { api, start, stop } from './api.js';
import { place, report } from './call.js';
import { disable, listen } from './google.js';
import { close } from './host.js';

/** Each character is a byte: see `xtask/src/dist` for why this is the smallest way to carry them. */
function bytes(text) {
  // A loop over as many characters costs 2 ms cold, the browser's own two passes a tenth of that.
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(btoa(text));
  const out = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) out[i] = text.charCodeAt(i);
  return out;
}

function read(element) {
  try {
    return element ? JSON.parse(element.textContent) : undefined;
  } catch (error) {
    report('config-syntax', 'error', `script[data-optgate]: ${error.message}`);
    return undefined;
  }
}

const attributes = (tag) => Array.from(tag.attributes, ({ name, value }) => [name, value]).filter(([name]) => name.startsWith('data-'));

function run() {
  const tag = document.currentScript || document.querySelector('script[src*="optgate.js"]') || document.createElement('script');
  const element = document.querySelector('script[type="application/json"][data-optgate]');
  window.optgate = api;
  disable(`${tag.dataset.google} ${element?.textContent}`, true);
  const block = read(element);
  try {
    close(block?.hold === 'marked');
    listen(tag.dataset.google ?? block?.google);
    initSync({ module: new WebAssembly.Module(bytes(__OPTGATE_WASM__)) });
    start(attributes(tag), block, { home: new URL('.', tag.src || location.href).href, nonce: tag.nonce, element, endpoint: tag.dataset.endpoint });
  } catch (error) {
    stop(error instanceof (window.WebAssembly?.RuntimeError ?? Function) ? 'dead' : 'closed', error);
  }
  if (tag.closest('body')) report('body-tag', 'warning', place(tag));
  if (tag.async || tag.defer || document.readyState !== 'loading') report('late', 'warning', place(tag));
}

if (window.optgate?.ready?.then) report('second-tag', 'warning', place(document.currentScript ?? document.documentElement));
else run();
