// Firefox over WebDriver BiDi. Each visit has a user context (a container) of its own.
import fs from 'node:fs';
import path from 'node:path';

import { Lost } from '../trouble.mjs';
import { Calls, START, end, locate, pause, profile, source, start, within } from './process.mjs';

// Off: what Firefox asks for by itself. On: containers, and plain http for the test hosts.
const OFF = [
  'app.update.enabled',
  'app.update.auto',
  'browser.shell.checkDefaultBrowser',
  'browser.newtabpage.enabled',
  'browser.newtabpage.activity-stream.feeds.system.topstories',
  'browser.safebrowsing.malware.enabled',
  'browser.safebrowsing.phishing.enabled',
  'browser.safebrowsing.downloads.enabled',
  'browser.safebrowsing.update.enabled',
  'network.captive-portal-service.enabled',
  'network.connectivity-service.enabled',
  'datareporting.policy.dataSubmissionEnabled',
  'datareporting.healthreport.uploadEnabled',
  'toolkit.telemetry.enabled',
  'toolkit.telemetry.unified',
  'extensions.update.enabled',
  'extensions.getAddons.cache.enabled',
  'extensions.systemAddon.update.enabled',
  'app.normandy.enabled',
  'browser.region.update.enabled',
  'geo.enabled',
  'media.gmp-manager.updateEnabled',
  'dom.push.connection.enabled',
  'network.http.http3.enable',
  'browser.aboutwelcome.enabled',
  'browser.discovery.enabled',
  'signon.rememberSignons',
  'network.manage-offline-status',
  'security.remote_settings.crlite_filters.enabled',
  'security.remote_settings.intermediates.enabled',
  'browser.search.update',
  'browser.topsites.contile.enabled',
  'dom.security.https_first',
  'identity.fxaccounts.enabled',
  'remote.prefs.recommended',
  'browser.sessionstore.resume_from_crash',
  'browser.tabs.warnOnClose',
  'browser.ml.enable',
];
const SETTINGS = {
  ...Object.fromEntries(OFF.map((name) => [name, false])),
  'browser.startup.page': 0,
  'browser.startup.homepage_override.mstone': 'ignore',
  'browser.safebrowsing.provider.mozilla.updateURL': '',
  'browser.safebrowsing.provider.google4.updateURL': '',
  'network.trr.mode': 5,
  'toolkit.telemetry.server': '',
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
  'browser.region.network.url': '',
  'media.gmp-manager.url': '',
  'privacy.userContext.enabled': true,
  'network.dns.disableIPv6': true,
  'browser.contentblocking.category': 'standard',
  'startup.homepage_welcome_url': '',
  'startup.homepage_welcome_url.additional': '',
  'security.OCSP.enabled': 0,
  'remote.active-protocols': 1,
  'toolkit.startup.max_resumed_crashes': -1,
  'network.dnsCacheExpirationGracePeriod': 0,
  'datareporting.policy.dataSubmissionPolicyBypassNotification': true,
  'termsofuse.bypassNotification': true,
  'intl.accept_languages': 'de',
};

/** Starts Firefox with further preferences. */
export async function launch({ preferences = {} } = {}) {
  const binary = locate('OPTGATE_FIREFOX', ['/usr/bin/firefox-esr', '/usr/bin/firefox'], 'install firefox-esr');
  const directory = profile('firefox');
  const lines = Object.entries({ ...SETTINGS, ...preferences }).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  fs.writeFileSync(path.join(directory, 'user.js'), lines.join('\n'));
  const child = start(
    binary,
    ['--headless', '--no-remote', '--profile', directory, '--remote-debugging-port=0', '--width=1280', '--height=900'],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, MOZ_HEADLESS: '1', HOME: directory, MOZ_DISABLE_CONTENT_SANDBOX: '1' },
    },
  );
  let heard = '';
  const address = await within(
    START,
    new Promise((resolve, reject) => {
      child.stderr.setEncoding('utf8').on('data', (chunk) => {
        heard = `${heard}${chunk}`.slice(-10_000);
        const match = /WebDriver BiDi listening on (ws:\S+)/.exec(heard);
        if (match) resolve(match[1]);
      });
      child.on('error', (error) => reject(new Lost(`Firefox did not start: ${error.message}`)));
      child.on('exit', () => reject(new Lost(`Firefox did not start: ${heard.slice(-500)}`)));
    }),
    'the start of Firefox',
  );
  const connection = await within(START, connect(`${address}/session`), 'the connection to Firefox');
  child.on('exit', (code, signal) => connection.lose(`Firefox has gone (${signal ?? code}): ${heard.slice(-500)}`));
  const { capabilities } = await connection.send('session.new', {
    capabilities: { alwaysMatch: { acceptInsecureCerts: true } },
  });
  return {
    name: 'firefox',
    version: `Firefox/${capabilities.browserVersion}`,
    async open(url) {
      const { userContext } = await connection.send('browser.createUserContext');
      return Tab.open(connection, userContext, url);
    },
    async quit() {
      await Promise.race([connection.send('browser.close').catch(() => {}), pause(2000)]);
      end(child);
    },
    kill() {
      end(child);
    },
  };
}

async function connect(address) {
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Lost(`no connection to ${address}`));
  });
  const calls = new Calls();
  socket.onmessage = ({ data }) => {
    const { id, type, result, error, message } = JSON.parse(data);
    calls.settle(id, result, type === 'error' ? `${error}: ${message}` : undefined);
  };
  socket.onclose = () => calls.close('Firefox closed its connection');
  return {
    send: (method, params = {}) =>
      calls.make(method, (id) => socket.send(JSON.stringify({ id, method, params }))),
    lose: (reason) => calls.lose(reason),
  };
}

class Tab {
  static async open(connection, userContext, url, background = false) {
    const { context } = await connection.send('browsingContext.create', { type: 'tab', userContext, background });
    const tab = new Tab();
    Object.assign(tab, { connection, userContext, context });
    await tab.goto(url);
    return tab;
  }

  /** A second tab with the same storage, in the background. */
  sibling(url) {
    return Tab.open(this.connection, this.userContext, url, true);
  }

  /** Brings the tab to the front, as a visitor does who looks at it. */
  async front() {
    await this.connection.send('browsingContext.activate', { context: this.context });
  }

  /** One page back in the tab's history. */
  async back() {
    await this.connection.send('browsingContext.traverseHistory', { context: this.context, delta: -1 });
  }

  async eval(task, ...args) {
    // As text, because BiDi's own serialisation of objects is laborious to undo.
    const reply = await this.connection.send('script.evaluate', {
      expression: `Promise.resolve(${source(task, args)}).then((value) => JSON.stringify(value))`,
      target: { context: this.context },
      awaitPromise: true,
    });
    if (reply.type === 'exception') throw new Error(reply.exceptionDetails.text);
    return reply.result.value === undefined ? undefined : JSON.parse(reply.result.value);
  }

  async goto(url) {
    await this.connection.send('browsingContext.navigate', { context: this.context, url, wait: 'none' });
  }

  async reload() {
    await this.connection.send('browsingContext.reload', { context: this.context, wait: 'none' });
  }

  /** The size of the viewport in CSS pixels, of which the screen has `scale` squared each. */
  async resize(width, height, scale = 1) {
    await this.connection.send('browsingContext.setViewport', {
      context: this.context,
      viewport: { width, height },
      devicePixelRatio: scale,
    });
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
    const move = { type: 'pointerMove', x: Math.round(x), y: Math.round(y) };
    await this.connection.send('input.performActions', {
      context: this.context,
      actions: [{ type: 'pointer', id: 'mouse', actions: [move, ...then] }],
    });
  }

  /** Presses the Tab key. */
  async pressTab() {
    const value = '\uE004';
    await this.connection.send('input.performActions', {
      context: this.context,
      actions: [{ type: 'key', id: 'keys', actions: [{ type: 'keyDown', value }, { type: 'keyUp', value }] }],
    });
  }

  /** Every cookie of the storage: name, value, domain, path, expires (seconds), sameSite, secure. */
  async cookies() {
    const { cookies } = await this.connection.send('storage.getCookies', {
      partition: { type: 'storageKey', userContext: this.userContext },
    });
    return cookies.map(({ name, value, domain, path: at, expiry = null, sameSite, secure }) => ({
      name,
      value: value.value,
      domain,
      path: at,
      expires: expiry,
      sameSite,
      secure,
    }));
  }

  /** Closes the tab and forgets its storage. */
  async close() {
    await this.connection.send('browsingContext.close', { context: this.context }).catch(() => {});
    await this.connection.send('browser.removeUserContext', { userContext: this.userContext }).catch(() => {});
  }
}
