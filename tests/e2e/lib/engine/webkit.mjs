// WebKitGTK's MiniBrowser over WebKitWebDriver, under a virtual X server. A session is a private
// storage of its own.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';

import { Lost, Trouble } from '../trouble.mjs';
import { ANSWER, START, end, locate, pause, profile, source, start, within } from './process.mjs';

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
  await within(START, answers(send), 'the start of WebKitWebDriver');
  const capabilities = {
    alwaysMatch: {
      acceptInsecureCerts: true,
      pageLoadStrategy: 'none',
      'webkitgtk:browserOptions': { binary: browser, args: ['--automation'] },
    },
  };
  let version = 'WebKitGTK';
  const session = () => within(START, send('POST', '/session', { capabilities }), 'the start of WebKit');
  return {
    name: 'webkit',
    get version() {
      return version;
    },
    async open(url) {
      const started = await session();
      version = `WebKitGTK/${started.capabilities.browserVersion}`;
      return Tab.open(new Session(send, `/session/${started.sessionId}`), url);
    },
    async quit() {
      end(child);
      end(screen.child);
    },
    kill() {
      end(child);
    },
  };
}

// Resolves when the driver is there to be talked to.
async function answers(send) {
  for (;;) {
    try {
      return await send('GET', '/status');
    } catch {
      await pause(50);
    }
  }
}

async function startScreen() {
  const child = start('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await within(
    START,
    new Promise((resolve, reject) => {
      child.on('error', () => reject(new Error('Xvfb is missing: install xvfb')));
      child.on('exit', () => reject(new Lost('Xvfb ended')));
      child.stdio[3].once('data', (data) => resolve(String(data).trim()));
    }),
    'the start of Xvfb',
  );
  return { child, display: `:${number}` };
}

function client(port) {
  const agent = new http.Agent({ keepAlive: true });
  const send = (method, at, body) =>
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
              return reject(new Trouble(`${method} ${at}: not JSON: ${text.slice(0, 200)}`));
            }
            if (response.statusCode < 400) return resolve(value);
            return reject(new Trouble(`${at}: ${value?.error}: ${value?.message}`));
          });
      });
      request.on('error', (error) => reject(new Lost(`WebKitWebDriver does not answer: ${error.message}`)));
      request.end(data);
    });
  return (method, at, body) => within(ANSWER, send(method, at, body), `${method} ${at}`);
}

/** A storage and its windows. The driver works on one window at a time, so each command says which one it means. */
class Session {
  #current = null;
  #last = Promise.resolve();

  constructor(send, path) {
    Object.assign(this, { send, path });
  }

  /** The window that the session began with, and a new one each time after that. */
  async window() {
    if (!this.#current) return (this.#current = await this.send('GET', `${this.path}/window`));
    return (await this.command(this.#current, 'POST', '/window/new', { type: 'tab' })).handle;
  }

  command(window, method, at, body) {
    const run = async () => {
      if (window !== this.#current) await this.send('POST', `${this.path}/window`, { handle: window });
      this.#current = window;
      return this.send(method, this.path + at, body);
    };
    this.#last = this.#last.then(run, run);
    return this.#last;
  }
}

class Tab {
  static async open(session, url) {
    const tab = new Tab();
    Object.assign(tab, { session, window: await session.window() });
    await tab.goto(url);
    return tab;
  }

  /** A second tab with the same storage, in the background. */
  sibling(url) {
    return Tab.open(this.session, url);
  }

  #send(method, at, body) {
    return this.session.command(this.window, method, at, body);
  }

  /** Brings the tab to the front, as a visitor does who looks at it. */
  async front() {
    await this.#send('GET', '/title');
  }

  /** One page back in the tab's history. */
  async back() {
    await this.#send('POST', '/back', {});
  }

  async eval(task, ...args) {
    // The text stands in the script itself: an `eval` inside would be subject to the page's CSP.
    const script = `const done = arguments[arguments.length - 1];
      Promise.resolve().then(() => (${source(task, args)})).then((value) => done({ value }), (error) => done({ error: String(error) }))`;
    const reply = await this.#send('POST', '/execute/async', { script, args: [] });
    if (reply?.error) throw new Error(reply.error);
    return reply?.value;
  }

  async goto(url) {
    await this.#send('POST', '/url', { url });
  }

  async reload() {
    await this.#send('POST', '/refresh', {});
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
    await this.#send('POST', '/actions', {
      actions: [{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions: [move, ...then] }],
    });
  }

  /** Presses the Tab key. */
  async pressTab() {
    const value = '\uE004';
    await this.#send('POST', '/actions', {
      actions: [{ type: 'key', id: 'keys', actions: [{ type: 'keyDown', value }, { type: 'keyUp', value }] }],
    });
  }

  /** Gives the page a viewport of this size: the window is as much larger as its bars are. */
  async resize(width, height) {
    const rect = { x: 0, y: 0, width: width + 100, height: height + 100 };
    for (let attempt = 0; attempt < 40; attempt += 1) {
      await this.#send('POST', '/window/rect', rect);
      await pause(50);
      const inner = await this.eval(() => ({ width: innerWidth, height: innerHeight }));
      if (inner.width === width && inner.height === height) return;
      rect.width += width - inner.width;
      rect.height += height - inner.height;
    }
    throw new Trouble(`no window of ${width} by ${height}`);
  }

  /** The cookies of the page's host: name, value, domain, path, expires (seconds), sameSite, secure. */
  async cookies() {
    const cookies = await this.#send('GET', '/cookie');
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
    await this.#send('DELETE', '').catch(() => {});
  }
}
