// Chromium over the DevTools protocol's pipe. Nothing is enabled in a page that a test did not ask
// for, and nothing is attached before the first `eval`.
import { Calls, START, end, locate, pause, profile, source, start, within } from './process.mjs';

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
  child.on('error', (error) => pipe.lose(`Chromium did not start: ${error.message}`));
  child.on('exit', (code, signal) => pipe.lose(`Chromium has gone (${signal ?? code})`));
  const { product } = await within(START, pipe.send('Browser.getVersion'), 'the start of Chromium');
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
    kill() {
      end(child);
    },
  };
}

/** One connection; messages are JSON texts, each ended by a zero byte. */
class Pipe {
  #calls = new Calls();
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
    output.on('close', () => this.#calls.close('Chromium closed its pipe'));
  }

  #receive(message) {
    if (this.#calls.settle(message.id, message.result, message.error?.message)) return;
    for (const listener of this.#listeners) listener(message);
  }

  send(method, params = {}, sessionId = undefined) {
    return this.#calls.make(method, (id) => {
      this.input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  lose(reason) {
    this.#calls.lose(reason);
  }

  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

class Tab {
  #session = null;
  #siblings = [];

  constructor(pipe, context, url, background = false) {
    this.pipe = pipe;
    this.context = context;
    this.target = pipe
      .send('Target.createTarget', { url, browserContextId: context, background })
      .then(({ targetId }) => targetId);
    this.target.catch(() => {});
  }

  /** A second tab with the same storage, in the background. */
  async sibling(url) {
    const tab = new Tab(this.pipe, this.context, url, true);
    this.#siblings.push(tab);
    return tab;
  }

  /** Brings the tab to the front, as a visitor does who looks at it. */
  async front() {
    await this.pipe.send('Target.activateTarget', { targetId: await this.target });
  }

  /** One page back in the tab's history. */
  async back() {
    const { currentIndex, entries } = await this.command('Page.getNavigationHistory');
    await this.command('Page.navigateToHistoryEntry', { entryId: entries[currentIndex - 1].id });
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

  /** The size of the viewport in CSS pixels, of which the screen has `scale` squared each. */
  async resize(width, height, scale = 1) {
    await this.command('Emulation.setDeviceMetricsOverride', {
      width,
      height,
      deviceScaleFactor: scale,
      mobile: false,
    });
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

  /** Presses the Tab key. */
  async pressTab() {
    const key = { key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 };
    await this.command('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key });
    await this.command('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
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

  /** Closes the tab and its siblings and forgets their storage; in the ordinary profile, what `origins` stored. */
  async close(origins = []) {
    for (const tab of this.#siblings) await this.pipe.send('Target.closeTarget', { targetId: await tab.target });
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
