// The sites under test, as `cargo xtask demo` serves them: `www/<host>/`, the tag and its texts from
// `dist/script-tag/`, `/assets/` from `www/assets/`. Beside them the tests' own pages, with headers and
// cookies of their choice, and a few addresses under `/-/` for the harness.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));
const PAGES = fileURLToPath(new URL('../pages/', import.meta.url));
// Another build can be put to the test by naming its folder.
const TAG = process.env.OPTGATE_SCRIPT_TAG ?? path.join(PROJECT, 'dist/script-tag');
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
};

/** Hosts of the sites under test that do not end in `.localhost`; served with http and https. */
export const HOSTS = ['example.test', 'www.example.test', 'shop.example.co.uk', 'example.co.uk'];

export class Site {
  /** What was asked of the sites: `{host, path, method, cookie}`. */
  requests = [];
  #pages = new Map();
  #edit = null;

  /** Forgets the pages, the edit and the log of the scenario before. */
  reset() {
    this.requests = [];
    this.#pages.clear();
    this.#edit = null;
  }

  /** Puts a page at an address: `{html, headers, cookies}`; cookies are `Set-Cookie` values. */
  put(host, at, page) {
    this.#pages.set(`${host}${at}`, page);
  }

  /** Has every page of `www/` go through `edit(html)` until the next reset. */
  edit(edit) {
    this.#edit = edit;
  }

  /** Every page of `www/`, as `{host, path}`. */
  static pages() {
    const found = [];
    for (const host of fs
      .readdirSync(SITES)
      .filter((name) => name.endsWith('.localhost'))
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
    this.requests.push({ host, path: request.url, method: request.method, cookie: request.headers.cookie ?? '' });
    const send = (status, type, body, headers = {}) => {
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', ...headers });
      response.end(body);
    };
    request.resume();
    if (at === '/-/marker') return send(200, 'text/plain', 'marked', { 'access-control-allow-origin': '*' });
    if (at === '/-/slow') {
      // A script that keeps the parser waiting: the body comes late.
      setTimeout(() => send(200, TYPES['.js'], ''), 700);
      return undefined;
    }
    const page = this.#pages.get(`${host}${at}`);
    if (page) {
      return send(200, TYPES['.html'], page.html, {
        ...page.headers,
        ...(page.cookies && { 'set-cookie': page.cookies }),
      });
    }
    const file = locate(host, at);
    if (!file) return send(404, 'text/plain', 'not found');
    const extension = path.extname(file);
    const body = fs.readFileSync(file);
    const edited = extension === '.html' && this.#edit ? this.#edit(body.toString()) : body;
    return send(200, TYPES[extension] ?? 'application/octet-stream', edited);
  };
}

function locate(host, at) {
  const name = decodeURIComponent(at);
  if (name.includes('..')) return null;
  const candidates = name.startsWith('/-/')
    ? [path.join(PAGES, name.slice(3))]
    : /^\/optgate(\.[A-Za-z-]+)?\.(js|json)$/.test(name)
      ? [path.join(TAG, name)]
      : name.startsWith('/assets/')
        ? [path.join(SITES, name)]
        : ['', '.html', 'index.html', '/index.html'].map((end) => path.join(SITES, host, name + end));
  return candidates.find((file) => fs.statSync(file, { throwIfNoEntry: false })?.isFile());
}

/** Whether the artefact under test exists. */
export const isBuilt = () => fs.existsSync(path.join(TAG, 'optgate.js'));
