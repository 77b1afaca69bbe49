// The recorder stands outside the page: every foreign host name leads here, and each way to touch
// one is logged apart: `dns` (look-up), `syn` (packet, any port), `tcp` (accepted), `hello` (TLS
// begins), `tls` (handshake done), `request`, `udp` (QUIC would be one).
import { makeCertificate } from './certificate.mjs';
import { AddressBook, startDns } from './dns.mjs';
import { pause } from './engine/process.mjs';
import { startFront } from './front.mjs';
import { scratch } from './namespace.mjs';
import { NOISE } from './noise.mjs';
import { answerForeign } from './standin.mjs';
import { Trouble } from './trouble.mjs';
import { startWitness } from './witness.mjs';

/** How long a thing that must come may take, in milliseconds; generous, the machine may be slow and busy. */
export const PATIENCE = 30_000;

/** Hosts that exist for the tests' own proof that the network is watched. */
export const CONTROL = 'control.example';

export class Recorder {
  events = [];
  #listeners = new Set();

  /** Starts all of it. `site(request, response, host)` answers for the sites under test. */
  static async start({ hosts, site }) {
    const recorder = new Recorder();
    const book = new AddressBook(hosts);
    const log = (kind, host, detail = {}) => recorder.#push({ kind, host, ...detail });
    await startDns(book, (host, type) => log('dns', host, { type }));
    recorder.drop = await startFront({
      book,
      log,
      certificate: makeCertificate(scratch()),
      ownRequest: site,
      foreignRequest: answerForeign,
    });
    recorder.hasWitness = await startWitness(({ kind, address, port }) => {
      const host = book.hostOf(address);
      if (!book.isOwn(host)) log(kind, host, { port });
    });
    return recorder;
  }

  #push(event) {
    if (NOISE.some((pattern) => pattern.test(event.host))) return;
    this.events.push(event);
    for (const listener of this.#listeners) listener(event);
  }

  /** A point in the log, for `since`. */
  mark() {
    return this.events.length;
  }

  /** Everything that foreign hosts saw since `mark`, the tests' own control hosts left out. */
  since(mark) {
    return this.events.slice(mark).filter((event) => !event.host.endsWith(CONTROL));
  }

  /** Goes on when the network is quiet, or will not be, and ends the connections that are open. */
  async drain() {
    const end = performance.now() + 10_000;
    for (let quiet = 0; quiet < 2 && performance.now() < end;) {
      const mark = this.mark();
      await pause(30);
      quiet = this.mark() === mark ? quiet + 1 : 0;
    }
    this.drop();
  }

  /** Requests to `host` since `mark`. */
  requests(mark, host) {
    return this.since(mark).filter((event) => event.kind === 'request' && event.host === host);
  }

  /** Resolves with the first event since `mark` that `test` accepts; rejects with a `Trouble` after `limit` ms. */
  async seen(mark, test, { limit = PATIENCE, what = 'an event' } = {}) {
    const early = this.events.slice(mark).find(test);
    if (early) return early;
    return new Promise((resolve, reject) => {
      const listener = (event) => {
        if (test(event)) done(resolve, event);
      };
      const timer = setTimeout(
        () => done(reject, new Trouble(`the recorder never saw ${what}; it saw: ${describe(this.since(mark))}`)),
        limit,
      );
      const done = (settle, value) => {
        clearTimeout(timer);
        this.#listeners.delete(listener);
        settle(value);
      };
      this.#listeners.add(listener);
    });
  }
}

/** Events as one line for people. */
export function describe(events) {
  const counts = new Map();
  for (const { kind, host, method, path } of events) {
    const line = kind === 'request' ? `${method} ${host}${path}` : `${kind} ${host}`;
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return [...counts].map(([line, count]) => (count > 1 ? `${line} (${count})` : line)).join(', ') || 'nothing';
}
