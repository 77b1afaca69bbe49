// A visitor: one browser tab with a storage of its own, what he does and what he sees, and beside him
// the recorder that tells what his browser let out. Scenarios are written with these words.
import assert from 'node:assert/strict';

import { pause } from './engine/process.mjs';
import { GOOGLE, page as build } from './page.mjs';
import { CONTROL, PATIENCE, describe } from './recorder.mjs';
import { Lost, Trouble } from './trouble.mjs';

let controls = 0;
let pages = 0;

export class Visitor {
  #tab = null;
  #origins = new Set();
  #mark = 0;

  /** `isSecond`: this scenario is told once more; of interest for tests of the harness alone. */
  constructor({ browser, recorder, site, engine, records, isSecond = false }) {
    Object.assign(this, { browser, recorder, site, engine, records, isSecond });
    this.#mark = recorder.mark();
  }

  // --- Going somewhere

  /** Puts a page of ours (see page.mjs) on a host and returns its address. */
  place(spec = {}, { host = 'test.localhost', scheme = 'http' } = {}) {
    pages += 1;
    const at = spec.at ?? `/test/${pages}`;
    this.site.put(host, at, build(spec));
    return `${scheme}://${host}${at}`;
  }

  /** Opens an address, or a page of ours, and waits until it is loaded and the product says `ready`. */
  async visit(where = {}, options = {}) {
    const url = typeof where === 'string' ? where : this.place(where, options);
    this.#origins.add(new URL(url).origin);
    if (this.#tab) {
      await this.#leave();
      await this.#tab.goto(url);
    } else {
      this.#tab = await this.browser.open(url);
    }
    await this.#arrive(options, new URL(url));
    return url;
  }

  /** A second tab of the same browser, in the background, with the same storage and recorder; it ends with this one. */
  async beside(where = {}, options = {}) {
    const url = typeof where === 'string' ? where : this.place(where, options);
    const other = new Visitor(this);
    this.#origins.add(new URL(url).origin);
    other.#tab = await this.#tab.sibling(url);
    await other.#arrive(options, new URL(url));
    return other;
  }

  /** Looks at this tab. */
  front() {
    return this.#tab.front();
  }

  /** Goes back to the page before, which is `url`. */
  async back(url, options = {}) {
    await this.#tab.back();
    // A page that was kept still bears the sign of having been left.
    const there = (at) => location.pathname === at && (delete window.__left, document.readyState === 'complete');
    await this.until(() => this.#tab.eval(there, new URL(url).pathname), `the way back to ${url}`);
    await this.#arrive(options);
  }

  /** Loads the page again. */
  async reload(options = {}) {
    await this.#leave();
    await this.#tab.reload();
    await this.#arrive(options);
  }

  /** Ends this storage; the next visit begins with an empty one. */
  async fresh() {
    await this.close();
    await this.recorder.drain();
    this.mark();
  }

  async close() {
    const tab = this.#tab;
    this.#tab = null;
    if (tab) await tab.close([...this.#origins]);
  }

  // A sign on the present document tells it from the next one at the same address.
  #leave() {
    return this.#tab.eval(() => {
      window.__left = true;
    });
  }

  async #arrive({ ready = true }, url) {
    const arrived = (host, at) =>
      document.readyState === 'complete' &&
      !window.__left &&
      location.protocol.startsWith('http') &&
      (!host || (location.host === host && location.pathname === at));
    await this.until(() => this.#tab.eval(arrived, url?.host, url?.pathname), 'the page to load');
    if (ready) {
      assert.ok(
        await this.eval(() => typeof window.optgate === 'object'),
        'window.optgate must exist once the page is loaded',
      );
      await this.eval(() => window.optgate.ready.then(() => true));
    }
  }

  // --- Looking and acting

  /** Runs a function in the page and gives its value, which must be JSON. */
  eval(task, ...args) {
    return this.#tab.eval(task, ...args);
  }

  get tab() {
    return this.#tab;
  }

  /**
   * Waits until `test` gives something truthy, and gives that. An error in it counts as not yet. Where the time runs out
   * it is a `Trouble`, unless what `test` asserts was wrong: that is the product's fault.
   */
  async until(test, what, limit = PATIENCE) {
    const end = Date.now() + limit;
    let last = null;
    for (;;) {
      try {
        const value = await test();
        if (value) return value;
      } catch (error) {
        if (error instanceof Lost) throw error;
        last = error;
      }
      if (Date.now() > end) {
        const Kind = last instanceof assert.AssertionError ? Error : Trouble;
        throw new Kind(`waited ${limit} ms for ${what}${last ? ` (${last.message})` : ''}`);
      }
      await pause(25);
    }
  }

  /** Makes the viewport this large, in CSS pixels, and waits until the page sees it. */
  async resize(width, height, scale = 1) {
    await this.#tab.resize(width, height, scale);
    const is = (wanted) => innerWidth === wanted;
    await this.until(() => this.eval(is, width), `a window of ${width} pixels`);
    await this.eval(drawn);
  }

  /** Presses the mouse on the first element of `selector` that a visitor could press. */
  async press(selector) {
    await this.until(() => this.eval(pressable, selector), `something to press: ${selector}`);
    // Chromium sends the press to the process whose frame was there before the page was scrolled, until it has drawn.
    await this.eval(drawn);
    const point = await this.until(() => this.eval(pressable, selector), `something to press: ${selector}`);
    await this.#tab.pressAt(point.x, point.y);
    // The pointer does not stay: on http pages Firefox connects to the host of a link that it rests on.
    // A page that the press has made leave has none.
    await this.#tab.moveTo(1, 1).catch(() => {});
  }

  /** Whether an element of `selector` can be seen: it has a box in the window, and nothing covers it. */
  sees(selector) {
    return this.eval(
      (wanted) =>
        [...document.querySelectorAll(wanted)].some((element) => {
          const box = element.getBoundingClientRect();
          if (box.width < 1 || box.height < 1 || getComputedStyle(element).visibility !== 'visible') return false;
          const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
          return hit !== null && (element === hit || element.contains(hit));
        }),
      selector,
    );
  }

  async appears(selector) {
    await this.until(() => this.sees(selector), `${selector} to be seen`);
  }

  async disappears(selector) {
    await this.until(async () => !(await this.sees(selector)), `${selector} to go`);
  }

  /** `optgate.status()`. */
  status() {
    return this.eval(() => window.optgate.status());
  }

  /** Status and source of one purpose or service, as `"given visitor"`. */
  async standing(id) {
    const { purposes, services } = await this.status();
    const entry = purposes[id] ?? services[id];
    return entry && `${entry.status} ${entry.source}`;
  }

  /** The product's events on a page of ours, of one name or all. */
  async heard(name) {
    const all = await this.eval(() => window.__heard);
    return name ? all.filter((event) => event.name === name).map(({ detail }) => detail) : all;
  }

  /** Asserts a diagnostic with this code, whose place contains `place`; waits for it. */
  async diagnosed(code, place = '') {
    const find = async () =>
      (await this.heard('diagnostic')).find((entry) => entry.code === code && String(entry.where).includes(place));
    const found = await this.until(find, `diagnostic ${code} at "${place}"`).catch(async (error) => {
      throw new error.constructor(`${error.message}; heard ${JSON.stringify(await this.heard('diagnostic'))}`);
    });
    assert.ok(['error', 'warning', 'info'].includes(found.level), `level of ${code}: ${found.level}`);
    return found;
  }

  /** All layout shifts so far, those within half a second of a press too, and what moved; Chromium alone tells. */
  layoutShifts() {
    return this.eval(async () => {
      // What has changed by now is drawn by the first frame, and known in the second.
      for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
      const observer = new PerformanceObserver(() => {});
      observer.observe({ type: 'layout-shift', buffered: true });
      const box = ({ x, y, width, height }) => `${x} ${y} ${width} ${height}`;
      // What came before is handed over at once, and not in a task that nobody knows the time of.
      return observer.takeRecords().map(({ value, sources }) => ({
        value,
        moved: sources.map(({ node, previousRect, currentRect }) => {
          const { localName = '', id = '', className = '' } = node ?? {};
          return `${localName} ${id} ${className}: ${box(previousRect)} → ${box(currentRect)}`;
        }),
      }));
    });
  }

  /** Asserts that no error of a script reached the page. */
  async noErrors() {
    assert.deepEqual(await this.eval(() => window.__errors), [], 'errors in the page');
  }

  // --- Storage

  /** `document.cookie` as an object of lists, since a name may stand twice. */
  async cookieNames() {
    const text = await this.eval(() => document.cookie);
    const found = {};
    for (const part of text.split('; ').filter(Boolean)) {
      const at = part.indexOf('=');
      (found[part.slice(0, at)] ??= []).push(part.slice(at + 1));
    }
    return found;
  }

  /** One cookie's value; undefined where it is absent, an error where it stands twice. */
  async cookie(name) {
    const values = (await this.cookieNames())[name] ?? [];
    assert.ok(values.length < 2, `${name} stands ${values.length} times`);
    return values[0];
  }

  /** All cookies with their attributes, as the browser's driver tells them. */
  cookieJar() {
    return this.#tab.cookies();
  }

  /** Asserts that nothing at all is stored. */
  async storesNothing() {
    const stored = await this.eval(async () => ({
      cookie: document.cookie,
      local: Object.keys(localStorage),
      session: Object.keys(sessionStorage),
      databases: indexedDB.databases ? (await indexedDB.databases()).map(({ name }) => name) : [],
      caches: window.caches ? await caches.keys() : [],
    }));
    assert.deepEqual(stored, { cookie: '', local: [], session: [], databases: [], caches: [] }, 'storage of the page');
    assert.deepEqual(await this.cookieJar(), [], 'cookies of the browser');
  }

  // --- What the recorder saw

  /** From here on counts; what came before is forgotten. */
  mark() {
    this.#mark = this.recorder.mark();
  }

  /**
   * The closing marker: when this returns, whatever the page had begun to fetch has reached the recorder.
   * The page takes its turns to the end and then fetches from its own site; then a request to a control
   * host nobody knew before goes the whole way (look-up, connection, TLS, request), twice.
   */
  async settle() {
    await this.eval(async () => {
      const turn = (wait) =>
        new Promise((resolve) => {
          setTimeout(resolve, wait);
        });
      for (let frame = 0; frame < 2; frame += 1) await Promise.race([new Promise(requestAnimationFrame), turn(200)]);
      await turn(150);
      await fetch('/-/marker');
    });
    for (let round = 0; round < 2; round += 1) {
      controls += 1;
      const host = `${controls}.${CONTROL}`;
      await this.eval((address) => {
        (window.__controls ??= []).push(Object.assign(new Image(), { src: address }));
      }, `https://${host}/marker.gif`);
      // The witness reports packets in their order, but later than the servers see what was in them.
      for (const kind of this.recorder.hasWitness ? ['request', 'syn'] : ['request']) {
        await this.recorder.seen(this.#mark, (event) => event.kind === kind && event.host === host, {
          what: `the closing marker (${kind})`,
        });
      }
    }
  }

  /** Asserts that no foreign host was looked up, connected to or asked since the mark. */
  async silent(when) {
    await this.settle();
    const seen = this.recorder.since(this.#mark);
    assert.equal(seen.length, 0, `${when}: the browser must be silent, but the recorder saw ${describe(seen)}`);
  }

  /** Waits for a request to `host`; gives the first. */
  contacted(host, test = () => true) {
    return this.recorder.seen(this.#mark, (event) => event.kind === 'request' && event.host === host && test(event), {
      what: `a request to ${host}`,
    });
  }

  /** Waits until each of these hosts was asked for something. */
  async arrives(hosts) {
    assert.ok(hosts.length > 0, 'some host must be waited for');
    const missing = () => {
      const asked = new Set(this.requests().map(({ host }) => host));
      return hosts.filter((host) => !asked.has(host));
    };
    await this.until(() => missing().length === 0, 'every host to be asked').catch(() => {
      assert.deepEqual(missing(), [], 'hosts that were asked for nothing');
    });
  }

  /** Every request since the mark, to one host or to all. */
  requests(host) {
    return this.recorder
      .since(this.#mark)
      .filter((event) => event.kind === 'request' && (!host || event.host === host));
  }

  /** Asserts that these hosts saw nothing since the mark, not even a look-up. */
  async untouched(pattern, when) {
    await this.settle();
    const seen = this.recorder.since(this.#mark).filter(({ host }) => pattern.test(host));
    assert.equal(seen.length, 0, `${when}: the recorder saw ${describe(seen)}`);
  }

  // --- Google

  /** What the stand-in for Google's tag was told when it loaded. */
  google() {
    return this.until(() => this.eval(() => window.__gtag_seen ?? null), "Google's tag to run");
  }

  /** The flag of Google's own opt-out. */
  flag(id = GOOGLE) {
    return this.eval((name) => window[name], `ga-disable-${id}`);
  }
}

// In the page: the middle of the first element that lies open to a press, scrolled into view.
function pressable(selector) {
  for (const element of document.querySelectorAll(selector)) {
    element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
    const box = element.getBoundingClientRect();
    if (box.width < 1 || box.height < 1) continue;
    const x = box.x + box.width / 2;
    const y = box.y + box.height / 2;
    const hit = document.elementFromPoint(x, y);
    if (hit && (element === hit || element.contains(hit)) && !element.disabled) return { x, y };
  }
  return null;
}

// In the page: two frames have been drawn, or nobody looks.
async function drawn() {
  for (let frame = 0; frame < 2; frame += 1) {
    await Promise.race([new Promise(requestAnimationFrame), new Promise((resolve) => setTimeout(resolve, 200))]);
  }
}
