// The ES module in a reader's project: installed as a package, taken in by a bundler, opened in Chromium.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { cp, mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'vite';
import webpack from 'webpack';

const here = fileURLToPath(new URL('.', import.meta.url));
const shipped = join(here, '../../dist/esm');
const manifest = JSON.parse(await readFile(join(shipped, 'package.json'), 'utf8'));
const types = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };

let project;

before(async () => {
  project = await mkdtemp(join(tmpdir(), 'optgate-packaging-'));
  await cp(join(here, 'page'), project, { recursive: true });
  await mkdir(join(project, 'node_modules'));
  await cp(shipped, join(project, 'node_modules/optgate'), { recursive: true });
});

after(() => rm(project, { recursive: true, force: true }));

test('vite takes it in', async () => {
  const out = join(project, 'out-vite');
  await build({ root: project, logLevel: 'warn', build: { outDir: out } });
  await holds(out);
});

test('webpack takes it in', async () => {
  const out = join(project, 'out-webpack');
  const compiler = webpack({ mode: 'production', context: project, entry: './page.js', output: { path: out, filename: 'page.js' } });
  const stats = await promisify(compiler.run.bind(compiler))();
  await promisify(compiler.close.bind(compiler))();
  assert.ok(!stats.hasErrors() && !stats.hasWarnings(), stats.toString());
  await cp(join(project, 'index.html'), join(out, 'index.html'));
  await holds(out);
});

test('importing has no effect outside a browser', async () => {
  const module = await import(join(project, 'node_modules/optgate/optgate.js'));
  assert.deepEqual(Object.keys(module), ['start']);
});

test('the types hold for what the documentation says', async () => {
  const compiler = join(here, 'node_modules/typescript/bin/tsc');
  const options = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'esnext', '--moduleResolution', 'bundler'];
  await promisify(execFile)(process.execPath, [compiler, ...options, join(project, 'types.ts')])
    .catch(({ stdout }) => assert.fail(stdout));
});

test('the manifest names nothing that is not there', async () => {
  const files = await readdir(shipped);
  for (const name of [manifest.main, manifest.types, './optgate_bg.wasm', './optgate.de.json', './optgate.en.json', './optgate.more.json']) {
    assert.ok(files.includes(name.slice(2)), name);
  }
  assert.match(manifest.version, /^\d+\.\d+\.\d+$/);
});

/** The wasm went along, byte for byte, and the page starts the engine with it. */
async function holds(folder) {
  const names = await readdir(folder, { recursive: true });
  const wasm = names.filter((name) => name.endsWith('.wasm'));
  assert.equal(wasm.length, 1, `one wasm file among ${names}`);
  assert.deepEqual(await readFile(join(folder, wasm[0])), await readFile(join(shipped, 'optgate_bg.wasm')));
  const page = await open(folder);
  assert.match(page, /<html [^>]*data-state="open"/);
  assert.match(page, new RegExp(`<html [^>]*data-version="${manifest.version}"`));
}

/** The document of the folder's page once it has come to rest. */
async function open(folder) {
  const server = createServer(async (request, response) => {
    const name = new URL(request.url, 'http://localhost').pathname.replace(/\/$/, '/index.html');
    try {
      const body = await readFile(join(folder, name));
      response.writeHead(200, { 'content-type': types[extname(name)] ?? 'application/octet-stream' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await promisify(server.listen.bind(server))(0, '127.0.0.1');
  const profile = await mkdtemp(join(tmpdir(), 'optgate-chromium-'));
  try {
    const dump = () => promisify(execFile)('chromium', [
      '--headless', '--no-sandbox', '--disable-gpu', '--virtual-time-budget=10000', `--user-data-dir=${profile}`,
      '--dump-dom', `http://127.0.0.1:${server.address().port}/`,
    ], { maxBuffer: 2 ** 24, timeout: 120_000, killSignal: 'SIGKILL' });
    // Once more where Chromium itself died or hung; what the document holds is judged by the caller.
    const { stdout } = await dump().catch((error) => (console.log(`again: ${error.message}`), dump()));
    return stdout;
  } finally {
    server.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
