// Chromium over the DevTools protocol's pipe. Nothing is enabled in a page that a test did not ask
// for, and nothing is attached before the first `eval`.
import { end, locate, pause, profile, source, start, within } from './process.mjs';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-dev-shm-usage',
  '--ignore-certificate-errors',
  '--mute-audio',
  '--disable-popup-blocking',
  '--window-size=1280,900',
  '--lang=de',
];

/**
 * Starts Chromium. `ordinary`: pages open in the real profile instead of an off-the-record context;
 * only there does Chromium act on preconnect and prefetch hints.
 */
export async function launch({ ordinary = false, flags = [] } = {}) {
  const binary = locate('OPTGATE_CHROMIUM', ['/usr/bin/chromium', '/usr/bin/google-chrome'], 'install chromium');
  const child = start(
    binary,
    [...FLAGS, ...flags, `--user-data-dir=${profile('chromium')}`, '--remote-debugging-pipe', 'about:blank'],
    {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    },
  );
  const pipe = new Pipe(child.stdio[3], child.stdio[4]);
  const { product } = await within(30_000, pipe.send('Browser.getVersion'), 'the start of Chromium');
  return {
    name: 'chromium',
    version: product,
    async open(url) {
      const context = ordinary
        ? undefined
        : (await pipe.send('Target.createBrowserContext', { disposeOnDetach: false })).browserContextId;
      return new Tab(pipe, context, url);
    },
    async quit() {
      await Promise.race([pipe.send('Browser.close').catch(() => {}), pause(2000)]);
      end(child);
    },
  };
}

/** One connection; messages are JSON texts, each ended by a zero byte. */
class Pipe {
  #next = 0;
  #waiting = new Map();
  #listeners = new Set();

  constructor(input, output) {
    this.input = input;
    input.on('error', () => {});
    let chunks = [];
    output.on('data', (chunk) => {
      let from = 0;
      for (let at = chunk.indexOf(0); at >= 0; at = chunk.indexOf(0, from)) {
        chunks.push(chunk.subarray(from, at));
        this.#receive(JSON.parse(Buffer.concat(chunks).toString()));
        chunks = [];
        from = at + 1;
      }
      chunks.push(chunk.subarray(from));
    });
    output.on('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('Chromium has gone'));
    });
  }

  #receive(message) {
    const waiting = this.#waiting.get(message.id);
    if (!waiting) {
      for (const listener of this.#listeners) listener(message);
      return;
    }
    this.#waiting.delete(message.id);
    if (message.error) waiting.reject(new Error(`${waiting.method}: ${message.error.message}`));
    else waiting.resolve(message.result);
  }

  send(method, params = {}, sessionId = undefined) {
    this.#next += 1;
    const id = this.#next;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, method });
      this.input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

class Tab {
  #session = null;

  constructor(pipe, context, url) {
    this.pipe = pipe;
    this.context = context;
    this.target = pipe.send('Target.createTarget', { url, browserContextId: context }).then(({ targetId }) => targetId);
    this.target.catch(() => {});
  }

  /** A second tab with the same storage. */
  async sibling(url) {
    return new Tab(this.pipe, this.context, url);
  }

  /** Sends a DevTools command to the page. */
  async command(method, params) {
    this.#session ??= this.target
      .then((targetId) => this.pipe.send('Target.attachToTarget', { targetId, flatten: true }))
      .then(({ sessionId }) => sessionId);
    return this.pipe.send(method, params, await this.#session);
  }

  /** Calls `listener(method, params)` for the page's DevTools events. Returns a function that ends it. */
  async listen(listener) {
    await this.command('Runtime.evaluate', { expression: '0' });
    const session = await this.#session;
    return this.pipe.listen((message) => {
      if (message.sessionId === session) listener(message.method, message.params);
    });
  }

  async eval(task, ...args) {
    const reply = await this.command('Runtime.evaluate', {
      expression: source(task, args),
      awaitPromise: true,
      returnByValue: true,
    });
    const failure = reply.exceptionDetails;
    if (failure) throw new Error(failure.exception?.description ?? failure.text);
    return reply.result.value;
  }

  async goto(url) {
    await this.command('Page.navigate', { url });
  }

  async reload() {
    await this.command('Page.reload', {});
  }

  /** A press of the mouse at a point of the viewport. */
  async pressAt(x, y) {
    const at = { x, y, button: 'left', clickCount: 1 };
    await this.moveTo(x, y);
    await this.command('Input.dispatchMouseEvent', { type: 'mousePressed', ...at });
    await this.command('Input.dispatchMouseEvent', { type: 'mouseReleased', ...at });
  }

  /** Moves the mouse. */
  async moveTo(x, y) {
    await this.command('Input.dispatchMouseEvent', { type: 'mouseMoved', x, y });
  }

  /** Every cookie of the storage: name, value, domain, path, expires (seconds), sameSite, secure. */
  async cookies() {
    const { cookies } = await this.pipe.send('Storage.getCookies', { browserContextId: this.context });
    return cookies.map(({ name, value, domain, path, expires, sameSite = '', secure }) => ({
      name,
      value,
      domain,
      path,
      expires: expires < 0 ? null : expires,
      sameSite: sameSite.toLowerCase(),
      secure,
    }));
  }

  /** Closes the tab and forgets its storage; in the ordinary profile, what `origins` stored. */
  async close(origins = []) {
    const targetId = await this.target;
    if (!this.context) {
      for (const origin of origins) await this.command('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
      await this.pipe.send('Storage.clearCookies');
    }
    await this.pipe.send('Target.closeTarget', { targetId });
    if (this.context)
      await this.pipe.send('Target.disposeBrowserContext', { browserContextId: this.context }).catch(() => {});
  }
}
