// The sites under test, as `cargo xtask demo` serves them: `www/<host>/`, the tag and its texts from
// `dist/script-tag/`, `/assets/` from `www/assets/`. Beside them the tests' own pages, with headers and
// cookies of their choice, and a few addresses under `/-/` for the harness.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));
const PAGES = fileURLToPath(new URL('../pages/', import.meta.url));
// Another build can be put to the test by naming its folder.
const TAG = process.env.OPTGATE_SCRIPT_TAG ?? path.join(PROJECT, 'dist/script-tag');
const MODULE = path.join(PROJECT, 'dist/esm');
const SITES = path.join(PROJECT, 'www');
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.txt': 'text/plain',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** Hosts of the sites under test that do not end in `.localhost`; served with http and https. */
export const HOSTS = [
  ...['example.test', 'www.example.test', 'shop.example.co.uk', 'example.co.uk'],
  ...['muster.github.io', 'shop.muster.github.io', 'other.github.io', 'intranet', '127.0.0.1'],
];

/** Sites of `www/` that show or make something, without the tag. */
const TOOLS = ['configurator.localhost', 'gallery.localhost'];

export class Site {
  /** What was asked of the sites: `{host, path, method, cookie, body}`. */
  requests = [];
  #pages = new Map();
  #edit = null;
  #shared = false;

  /** Forgets the pages, the edit and the log of the scenario before. */
  reset() {
    this.requests = [];
    this.#pages.clear();
    this.#edit = null;
    this.#shared = false;
  }

  /** Lets pages of other origins read the product's files until the next reset. */
  share() {
    this.#shared = true;
  }

  /** The text of one of the product's files. */
  static product(name = 'optgate.js') {
    return fs.readFileSync(path.join(TAG, name)).toString();
  }

  /** The `integrity` of a text. */
  static integrity(text) {
    return `sha384-${createHash('sha384').update(text).digest('base64')}`;
  }

  /** Puts a page at an address: `{html, headers, cookies, delay}`; cookies are `Set-Cookie` values, `delay` is in ms. */
  put(host, at, page) {
    this.#pages.set(`${host}${at}`, page);
  }

  /** Has every page of `www/` go through `edit(html)` until the next reset. */
  edit(edit) {
    this.#edit = edit;
  }

  /** Every page of the example sites, as `{host, path}`: of `www/` all but `TOOLS`, which ask nobody. */
  static pages() {
    const found = [];
    for (const host of fs
      .readdirSync(SITES)
      .filter((name) => name.endsWith('.localhost') && !TOOLS.includes(name))
      .sort()) {
      for (const name of fs.readdirSync(path.join(SITES, host), { recursive: true }).sort()) {
        if (name.endsWith('.html'))
          found.push({ host, path: `/${name.replace(/(^|\/)index\.html$/, '$1').replace(/\.html$/, '')}` });
      }
    }
    return found;
  }

  /** The request handler. */
  handle = (request, response, host) => {
    const at = new URL(request.url, 'http://site').pathname;
    const asked = { host, path: request.url, method: request.method, cookie: request.headers.cookie ?? '' };
    this.requests.push(asked);
    const send = (status, type, body, headers = {}) => {
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', ...headers });
      response.end(body);
    };
    request.on('data', (part) => {
      asked.body = (asked.body ?? '') + part;
    });
    if (at === '/-/marker') return send(200, 'text/plain', 'marked', { 'access-control-allow-origin': '*' });
    if (at === '/-/slow') {
      // A script that keeps the parser waiting: the body comes late.
      setTimeout(() => send(200, TYPES['.js'], ''), 700);
      return undefined;
    }
    const page = this.#pages.get(`${host}${at}`);
    if (page) {
      const headers = { ...page.headers, ...(page.cookies && { 'set-cookie': page.cookies }) };
      setTimeout(() => send(200, TYPES['.html'], page.html, headers), page.delay ?? 0);
      return undefined;
    }
    const file = locate(host, at);
    if (!file) return send(404, 'text/plain', 'not found');
    const extension = path.extname(file);
    const body = fs.readFileSync(file);
    const edited = extension === '.html' && this.#edit ? this.#edit(body.toString()) : body;
    const shared = this.#shared && file.startsWith(TAG) && { 'access-control-allow-origin': '*' };
    return send(200, TYPES[extension] ?? 'application/octet-stream', edited, shared || {});
  };
}

// A path that a browser sends as it is written may hold a percent sign which begins no letter.
function decoded(at) {
  try {
    return decodeURIComponent(at);
  } catch {
    return at;
  }
}

function locate(host, at) {
  const name = decoded(at);
  if (name.includes('..')) return null;
  const candidates = name.startsWith('/-/')
    ? [path.join(PAGES, name.slice(3))]
    : /^\/optgate(-migrate|-embeds|-players|\.[A-Za-z-]+)?\.(js|json)$/.test(name)
      ? [path.join(TAG, name)]
      : name.startsWith('/esm/')
        ? [path.join(MODULE, name.slice(4))]
        : name.startsWith('/assets/')
          ? [path.join(SITES, name)]
          : ['', '.html', 'index.html', '/index.html'].map((end) => path.join(SITES, host, name + end));
  return candidates.find((file) => fs.statSync(file, { throwIfNoEntry: false })?.isFile());
}

/** Whether the artefact under test exists. */
export const isBuilt = () => fs.existsSync(path.join(TAG, 'optgate.js'));
