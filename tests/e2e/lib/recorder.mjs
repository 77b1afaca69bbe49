// The recorder stands outside the page: every foreign host name leads here, and each way to touch
// one is logged apart: `dns` (look-up), `syn` (packet, any port), `tcp` (accepted), `hello` (TLS
// begins), `tls` (handshake done), `request`, `udp` (QUIC would be one).
import { makeCertificate } from './certificate.mjs';
import { AddressBook, startDns } from './dns.mjs';
import { startFront } from './front.mjs';
import { scratch } from './namespace.mjs';
import { answerForeign } from './standin.mjs';
import { startWitness } from './witness.mjs';

/** Hosts that exist for the tests' own proof that the network is watched. */
export const CONTROL = 'control.example';

// What the browsers ask for by themselves, pages or no pages, although told not to.
const NOISE = [
  /^(accounts|clients\d?|android\.clients|mtalk|sb-ssl)\.google\.com$/,
  /^(update|optimizationguide-pa|content-autofill|safebrowsing|safebrowsingohttpgateway)\.googleapis\.com$/,
  /^(passwordsleakcheck-pa|chromewebstore)\.googleapis\.com$/,
  /\.gvt1\.com$/,
  /(^|\.)(mozilla\.(com|org|net)|firefox\.com)$/,
];

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

  /** Requests to `host` since `mark`. */
  requests(mark, host) {
    return this.since(mark).filter((event) => event.kind === 'request' && event.host === host);
  }

  /** Resolves with the first event since `mark` that `test` accepts; rejects after `limit` ms. */
  async seen(mark, test, { limit = 10_000, what = 'an event' } = {}) {
    const early = this.events.slice(mark).find(test);
    if (early) return early;
    return new Promise((resolve, reject) => {
      const listener = (event) => {
        if (test(event)) done(resolve, event);
      };
      const timer = setTimeout(
        () => done(reject, new Error(`the recorder never saw ${what}; it saw: ${describe(this.since(mark))}`)),
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
