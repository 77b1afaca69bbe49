// Packages from npm that come as CommonJS, for a page without a build step.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** A package whose modules are CommonJS, as one script that sets `window[name]`. */
export function bundled(name, entry) {
  const modules = {};
  const add = (from, wanted) => {
    // What a bundler for browsers takes by the manifest.
    const path = createRequire(from).resolve(wanted === 'debug' ? 'debug/src/browser.js' : wanted);
    if (modules[path]) return path;
    modules[path] = ' ';
    const text = readFileSync(path, 'utf8');
    const names = Object.fromEntries([...text.matchAll(/require\('([^']+)'\)/g)].map(([, each]) => [each, add(path, each)]));
    modules[path] = `${JSON.stringify(path)}: [function (module, exports, require) {${text}\n}, ${JSON.stringify(names)}]`;
    return path;
  };
  const first = JSON.stringify(add(import.meta.url, entry));
  return `<script>window.${name} = (function (modules) {
  const made = {};
  const load = (path) => {
    if (!made[path]) modules[path][0](made[path] = { exports: {} }, made[path].exports, (each) => load(modules[path][1][each]));
    return made[path].exports;
  };
  return load(${first});
})({${Object.values(modules)}});</script>`;
}
