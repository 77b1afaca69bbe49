// The name server of the namespace: every name exists. A foreign name gets an address of its own,
// so that a connection tells which host it was meant for; the site's names lead to the site.
import dgram from 'node:dgram';

const TYPE_A = 1;

/** Hands out one address a host, and finds the host of an address again. */
export class AddressBook {
  #addresses = new Map();
  #hosts = new Map();

  /** `own` are the host names of the sites under test; they get addresses of a range of their own. */
  constructor(own) {
    this.own = new Set(own);
  }

  isOwn(host) {
    return this.own.has(host) || host === 'localhost' || host.endsWith('.localhost');
  }

  addressOf(host) {
    if (host.endsWith('localhost')) return '127.0.0.1';
    let address = this.#addresses.get(host);
    if (!address) {
      const range = this.isOwn(host) ? '192.0.2' : this.#addresses.size < 250 ? '203.0.113' : '198.51.100';
      address = `${range}.${1 + (this.#addresses.size % 250)}`;
      this.#addresses.set(host, address);
      // Past 500 names an address is shared; the name in the TLS hello and the request stay exact.
      this.#hosts.set(address, host);
    }
    return address;
  }

  hostOf(address) {
    return this.#hosts.get(address) ?? address;
  }
}

/** Serves DNS on 127.0.0.1:53 (UDP). `onQuery(host, type)` is called for foreign names alone. */
export async function startDns(book, onQuery) {
  const socket = dgram.createSocket('udp4');
  socket.on('message', (query, from) => {
    const { host, type, end } = question(query);
    if (!book.isOwn(host)) onQuery(host, type);
    socket.send(answer(query.subarray(0, end), type === TYPE_A ? book.addressOf(host) : null), from.port, from.address);
  });
  await new Promise((resolve) => socket.bind(53, '127.0.0.1', resolve));
}

function question(query) {
  const labels = [];
  let at = 12;
  while (query[at]) {
    labels.push(query.subarray(at + 1, at + 1 + query[at]).toString('latin1'));
    at += 1 + query[at];
  }
  return { host: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

// `query` ends with its one question. Without an address the answer says: the name exists, no such record.
function answer(query, address) {
  const reply = Buffer.from(query);
  reply.writeUInt16BE(0x8180, 2); // a response, recursion available, no error
  reply.writeUInt16BE(1, 4);
  reply.writeUInt16BE(address ? 1 : 0, 6);
  reply.fill(0, 8, 12);
  if (!address) return reply;
  const record = Buffer.from([0xc0, 0x0c, 0, TYPE_A, 0, 1, 0, 0, 0, 1, 0, 4, ...address.split('.').map(Number)]);
  return Buffer.concat([reply, record]);
}
