// A world of our own for the browsers: private network, mount and process namespaces. Inside only
// loopback exists, name look-ups come to our DNS server, and every public address is local, so that
// unmodified browsers can run (no proxy, no host mapping flag) and nothing leaves the machine. When
// the outer process ends, the process namespace takes every browser with it.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Address ranges that are never routed on the internet (RFC 5737); all of them are ours inside. */
const LOCAL_RANGES = ['203.0.113.0/24', '198.51.100.0/24', '192.0.2.0/24'];
const SHARED_FILES = ['hosts', 'resolv.conf', 'nsswitch.conf'];

/** In place of an exit code: the module was ended because it said nothing any more. */
export const SILENT = -1;

// What ends the modules that run; when this process ends, so do they.
const running = new Set();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130));
process.once('exit', () => {
  for (const stop of running) stop();
});

/**
 * Runs a module of ours inside new namespaces. `onMessage` receives each value that the module
 * hands to `report`. Ends it when it reports nothing for `silence` milliseconds. Resolves to the exit
 * code, `SILENT` where it was ended.
 */
export async function runInside(module, args, onMessage = () => {}, silence = 0) {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'optgate-e2e-'));
  const user = process.getuid() === 0 ? [] : ['--user', '--map-root-user'];
  const flags = [
    ...user,
    '--net',
    '--mount',
    '--pid',
    '--fork',
    '--kill-child',
    '--mount-proc',
    '--propagation',
    'private',
  ];
  const child = spawn('unshare', [...flags, '--', process.execPath, ...nodeFlags(), module, ...args], {
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
    env: { ...process.env, OPTGATE_E2E_DIR: directory },
  });
  const stop = () => child.kill('SIGKILL');
  running.add(stop);
  let isSilent = false;
  let timer;
  const listen = () => {
    clearTimeout(timer);
    if (!silence) return;
    timer = setTimeout(() => {
      isSilent = true;
      stop();
    }, silence);
  };
  listen();
  let rest = '';
  child.stdio[3].setEncoding('utf8').on('data', (chunk) => {
    listen();
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    for (const line of lines) onMessage(JSON.parse(line));
  });
  const code = await new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new Error(`cannot start unshare (util-linux): ${error.message}`)));
    child.on('close', (status) => resolve(status ?? 1));
  });
  clearTimeout(timer);
  running.delete(stop);
  fs.rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  return isSilent ? SILENT : code;
}

// Firefox is driven over a WebSocket; Node 20 has the client behind a flag.
function nodeFlags() {
  return typeof WebSocket === 'undefined' ? ['--experimental-websocket', '--no-warnings'] : [];
}

/** Inside: hands a value to the outer process. */
export function report(value) {
  fs.writeSync(3, `${JSON.stringify(value)}\n`);
}

/** Inside: the folder for temporary files; it goes when the run ends. */
export const scratch = () => process.env.OPTGATE_E2E_DIR;

/** Inside: brings the network up and puts private copies over the resolver's files. */
export function furnish() {
  const directory = scratch();
  if (!directory) throw new Error('not inside a namespace; start run.mjs, corpus.mjs, shot.mjs or gallery.mjs');
  const content = {
    hosts: '127.0.0.1 localhost\n::1 localhost\n',
    // Names without dots are asked for as they are, not below a domain of this machine's.
    'resolv.conf': 'nameserver 127.0.0.1\noptions timeout:2 attempts:1 ndots:0\n',
    'nsswitch.conf':
      'passwd: files\ngroup: files\nshadow: files\nhosts: files dns\nservices: files\nprotocols: files\n',
  };
  const run = (command, ...args) => execFileSync(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  run('ip', 'link', 'set', 'lo', 'up');
  // A pair of virtual interfaces with a default route: browsers ask whether the machine is online.
  run('ip', 'link', 'add', 'site0', 'type', 'veth', 'peer', 'name', 'site1');
  run('ip', 'addr', 'add', '10.99.0.1/24', 'dev', 'site0');
  for (const end of ['site0', 'site1']) {
    // No IPv6 address that turns up a second later: Chromium gives up its connections when the network changes.
    run('ip', 'link', 'set', end, 'addrgenmode', 'none');
    run('ip', 'link', 'set', end, 'up');
  }
  run('ip', 'route', 'add', 'default', 'via', '10.99.0.2');
  for (const range of LOCAL_RANGES) run('ip', 'route', 'add', 'local', range, 'dev', 'lo');
  for (const name of SHARED_FILES) {
    const copy = path.join(directory, name);
    fs.writeFileSync(copy, content[name]);
    run('mount', '--bind', copy, fs.realpathSync(`/etc/${name}`));
  }
}
