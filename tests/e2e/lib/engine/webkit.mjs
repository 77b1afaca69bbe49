// WebKitGTK's MiniBrowser over WebKitWebDriver, under a virtual X server. A session is a private
// storage of its own and holds one page at a time.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';

import { end, locate, pause, profile, source, start, within } from './process.mjs';

const BROWSERS = ['x86_64', 'aarch64'].flatMap((machine) =>
  ['4.1', '4.0'].map((version) => `/usr/lib/${machine}-linux-gnu/webkit2gtk-${version}/MiniBrowser`),
);

/** Starts the driver; each `open` starts a session. */
export async function launch() {
  const driver = locate('OPTGATE_WEBKIT_DRIVER', ['/usr/bin/WebKitWebDriver'], 'install webkit2gtk-driver');
  const browser = locate('OPTGATE_MINIBROWSER', BROWSERS, 'install webkit2gtk-driver');
  const screen = await startScreen();
  const home = profile('webkit');
  fs.mkdirSync(path.join(home, 'run'), { mode: 0o700 });
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const child = start(driver, [`--port=${port}`, '--host=127.0.0.1'], {
    stdio: 'ignore',
    env: {
      ...process.env,
      DISPLAY: screen.display,
      HOME: home,
      XDG_RUNTIME_DIR: path.join(home, 'run'),
      XDG_CONFIG_HOME: home,
      XDG_CACHE_HOME: path.join(home, 'cache'),
      XDG_DATA_HOME: path.join(home, 'data'),
      LANGUAGE: 'de',
      LC_ALL: 'C.UTF-8',
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
      WEBKIT_DISABLE_COMPOSITING_MODE: '1',
      WEBKIT_DISABLE_DMABUF_RENDERER: '1',
      LIBGL_ALWAYS_SOFTWARE: '1',
      GDK_BACKEND: 'x11',
      NO_AT_BRIDGE: '1',
      GTK_A11Y: 'none',
      GSETTINGS_BACKEND: 'memory',
      DBUS_SESSION_BUS_ADDRESS: 'disabled:',
    },
  });
  const send = client(port);
  for (let attempt = 0; attempt < 200; attempt += 1) {
    try {
      await send('GET', '/status');
      break;
    } catch {
      await pause(50);
    }
  }
  const capabilities = {
    alwaysMatch: {
      acceptInsecureCerts: true,
      pageLoadStrategy: 'none',
      'webkitgtk:browserOptions': { binary: browser, args: ['--automation'] },
    },
  };
  let version = 'WebKitGTK';
  const session = () => within(30_000, send('POST', '/session', { capabilities }), 'the start of WebKit');
  return {
    name: 'webkit',
    get version() {
      return version;
    },
    async open(url) {
      const started = await session();
      version = `WebKitGTK/${started.capabilities.browserVersion}`;
      const tab = new Tab(send, `/session/${started.sessionId}`);
      await tab.goto(url);
      return tab;
    },
    async quit() {
      end(child);
      end(screen.child);
    },
  };
}

async function startScreen() {
  const child = start('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await within(
    20_000,
    new Promise((resolve, reject) => {
      child.on('error', () => reject(new Error('Xvfb is missing: install xvfb')));
      child.on('exit', () => reject(new Error('Xvfb ended')));
      child.stdio[3].once('data', (data) => resolve(String(data).trim()));
    }),
    'the start of Xvfb',
  );
  return { child, display: `:${number}` };
}

function client(port) {
  const agent = new http.Agent({ keepAlive: true });
  return (method, at, body) =>
    new Promise((resolve, reject) => {
      const data = body === undefined ? '' : JSON.stringify(body);
      const headers = data ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(data) } : {};
      const request = http.request({ host: '127.0.0.1', port, method, path: at, agent, headers }, (response) => {
        let text = '';
        response
          .setEncoding('utf8')
          .on('data', (chunk) => {
            text += chunk;
          })
          .on('end', () => {
            let value;
            try {
              ({ value } = JSON.parse(text));
            } catch {
              return reject(new Error(`${method} ${at}: not JSON: ${text.slice(0, 200)}`));
            }
            if (response.statusCode < 400) return resolve(value);
            return reject(new Error(`${at}: ${value?.error}: ${value?.message}`));
          });
      });
      request.on('error', reject);
      request.end(data);
    });
}

class Tab {
  constructor(send, session) {
    this.send = send;
    this.session = session;
  }

  async eval(task, ...args) {
    // The text stands in the script itself: an `eval` inside would be subject to the page's CSP.
    const script = `const done = arguments[arguments.length - 1];
      Promise.resolve().then(() => (${source(task, args)})).then((value) => done({ value }), (error) => done({ error: String(error) }))`;
    const reply = await this.send('POST', `${this.session}/execute/async`, { script, args: [] });
    if (reply?.error) throw new Error(reply.error);
    return reply?.value;
  }

  async goto(url) {
    await this.send('POST', `${this.session}/url`, { url });
  }

  async reload() {
    await this.send('POST', `${this.session}/refresh`, {});
  }

  /** A press of the mouse at a point of the viewport. */
  async pressAt(x, y) {
    await this.#mouse(x, y, { type: 'pointerDown', button: 0 }, { type: 'pointerUp', button: 0 });
  }

  /** Moves the mouse. */
  async moveTo(x, y) {
    await this.#mouse(x, y);
  }

  async #mouse(x, y, ...then) {
    const move = { type: 'pointerMove', duration: 0, x: Math.round(x), y: Math.round(y), origin: 'viewport' };
    await this.send('POST', `${this.session}/actions`, {
      actions: [{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions: [move, ...then] }],
    });
  }

  /** The cookies of the page's host: name, value, domain, path, expires (seconds), sameSite, secure. */
  async cookies() {
    const cookies = await this.send('GET', `${this.session}/cookie`);
    return cookies.map(({ name, value, domain, path: at, expiry = null, sameSite = '', secure }) => ({
      name,
      value,
      domain,
      path: at,
      expires: expiry || null,
      sameSite: sameSite.toLowerCase(),
      secure,
    }));
  }

  /** Ends the session and with it its storage. */
  async close() {
    await this.send('DELETE', this.session).catch(() => {});
  }
}
