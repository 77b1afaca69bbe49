// The pages that outside programs meet, on a server of their own, and Chromium, for which every other host leads to a
// listener that counts, or to stand-ins that answer.
import { createServer } from 'node:http';
import { createServer as createListener } from 'node:net';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';
import { NOISE } from '../../e2e/lib/noise.mjs';
import { startStandIns } from './foreign.mjs';

/** Where what ships is. */
export const shipped = fileURLToPath(new URL('../../../dist/script-tag/', import.meta.url));
const packages = fileURLToPath(new URL('../node_modules/', import.meta.url));
const types = {
  '.txt': 'text/plain', '.js': 'text/javascript', '.json': 'application/json', '.css': 'text/css', '.svg': 'image/svg+xml',
};

/** The languages that are inside the tag. */
export const LANGUAGES = ['de', 'en'];

/** A whole page: the tag first, then `head` and `body`. `attributes` are added to the tag. */
export const page = (lang, body, { attributes = '', head = '' } = {}) => `<!doctype html>
<html lang="${lang}">
<head><script src="/optgate.js" data-google="G-TEST123 AW-123" data-privacy="/privacy" data-imprint="/imprint" data-controller="Muster GmbH" ${attributes}></script>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Muster GmbH</title><link rel="icon" href="data:,"><style>:root { color-scheme: light dark } body { background: Canvas; color: CanvasText }</style>${head}</head>
<body>${body}</body></html>`;

/** As many placeholders, numbered. */
export const placeholders = (count) => Array.from({ length: count }, (_, at) => `<p>Film ${at + 1}</p>
<optgate-frame data-provider="youtube" data-video="muster-${String(at).padStart(4, '0')}" data-title="Film ${at + 1}"><a href="/film-${at}">Film ${at + 1}</a></optgate-frame>`).join('\n');

/** The host that a connection is for, from its first bytes: a TLS hello, or a plain request. */
function named(data) {
  if (data[0] !== 22) return /^host: *([^\s:]+)/im.exec(data.toString('latin1'))?.[1] ?? 'unknown';
  try {
    let at = 43; // behind the versions and the random bytes; then session, cipher suites, compressions
    at += 1 + data.readUInt8(at);
    at += 2 + data.readUInt16BE(at);
    at += 1 + data.readUInt8(at) + 2;
    while (data.readUInt16BE(at) !== 0) at += 4 + data.readUInt16BE(at + 2);
    return data.toString('latin1', at + 9, at + 9 + data.readUInt16BE(at + 7));
  } catch {
    return 'unknown';
  }
}

/**
 * Serves `pages` (texts by path), `folders` (by the beginning of the path), the packages below `/npm/`, and what ships. `served`
 * gets each path that is asked for.
 */
export async function serve(pages, folders = {}) {
  const served = [];
  const places = Object.entries({ ...folders, '/npm/': packages, '/': shipped });
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, 'http://localhost').pathname;
    served.push(path);
    if (pages[path]) {
      response.writeHead(200, { 'content-type': `${types[extname(path)] ?? 'text/html'}; charset=utf-8` }).end(pages[path]);
      return;
    }
    try {
      const [start, folder] = places.find(([prefix]) => path.startsWith(prefix));
      const body = await readFile(join(folder, path.slice(start.length)));
      response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await listening(server);
  return { served, origin: `http://localhost:${server.address().port}`, close: () => server.close() };
}

const listening = (server) => new Promise((done) => { server.listen(0, '127.0.0.1', done); });

/**
 * Serves, and starts Chromium. `foreign` gets the host name of each connection that leads anywhere else. With `answers` the stand-ins of
 * the end-to-end tests answer there, and `asked` gets the address of each request.
 */
export async function open(pages, { folders, answers = false } = {}) {
  const foreign = [];
  const asked = [];
  const standIns = answers && await startStandIns((address) => asked.push(address));
  const elsewhere = createListener((socket) => {
    socket.on('error', () => {});
    socket.once('data', (data) => {
      const host = named(data);
      if (!NOISE.some((own) => own.test(host))) foreign.push(host);
      if (standIns) standIns.take(socket, data);
      else socket.destroy();
    });
  });
  await listening(elsewhere);
  const site = await serve(pages, folders);
  const profile = await mkdtemp(join(tmpdir(), 'optgate-clients-'));
  const browser = await puppeteer.launch({
    executablePath: process.env.OPTGATE_CHROMIUM ?? '/usr/bin/chromium',
    userDataDir: profile,
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-component-update',
      '--disable-quic', '--no-first-run', '--mute-audio',
      ...(answers ? ['--ignore-certificate-errors'] : []),
      `--host-resolver-rules=MAP * 127.0.0.1:${elsewhere.address().port}, EXCLUDE localhost`,
    ],
  });
  return {
    ...site,
    browser,
    foreign,
    asked,
    async close() {
      await browser.close();
      elsewhere.close();
      site.close();
      if (standIns) standIns.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** A tab with storage of its own. */
export async function tab(browser) {
  const context = await browser.createBrowserContext();
  return context.newPage();
}

/** Waits until `holds()`; what did not come is told by `story()`. */
export async function until(holds, story, seconds = 60) {
  const end = Date.now() + seconds * 1000;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`did not come: ${story()}`);
    await new Promise((done) => { setTimeout(done, 50); });
  }
}
