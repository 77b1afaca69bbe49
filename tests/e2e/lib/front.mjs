// Ports 80 and 443 of every address in the namespace: logs connections, TLS hellos, handshakes and
// requests to foreign hosts, and hands the requests on. Requests to the site's own hosts pass unlogged.
import http from 'node:http';
import http2 from 'node:http2';
import net from 'node:net';

/**
 * `log(kind, host, detail)` is called for foreign hosts alone; `onRequest(request, response, host)`
 * answers. Returns a function that closes every open foreign connection.
 */
export async function startFront({ book, certificate, log, ownRequest, foreignRequest }) {
  const open = new Set();
  const handler = (secure) => (request, response) => {
    const host = String(request.headers[':authority'] ?? request.headers.host ?? '')
      .replace(/:\d+$/, '')
      .toLowerCase();
    if (book.isOwn(host)) return ownRequest(request, response, host);
    const { cookie = '', referer = '', 'sec-fetch-dest': dest = '' } = request.headers;
    log('request', host, { method: request.method, path: request.url, secure, cookie, referer, dest });
    return foreignRequest(request, response, host);
  };
  const tls = http2.createSecureServer({ ...certificate, allowHTTP1: true });
  tls.on('request', handler(true));
  tls.on('secureConnection', (socket) => {
    socket.on('error', () => {});
    const host = (socket.servername || '').toLowerCase();
    if (host && !book.isOwn(host)) log('tls', host);
  });
  for (const event of ['error', 'sessionError', 'tlsClientError']) tls.on(event, () => {});
  const plain = http.createServer({ keepAliveTimeout: 0 }, handler(false));
  plain.on('clientError', (_error, socket) => socket.destroy());

  const listen = (server, port, address) =>
    new Promise((resolve, reject) => {
      server.once('error', reject).listen(port, address, () => resolve(server.address().port));
    });
  const inner = { 80: await listen(plain, 0, '127.0.0.1'), 443: await listen(tls, 0, '127.0.0.1') };
  const accept = (port) =>
    net.createServer({ noDelay: true }, (socket) => {
      const address = socket.localAddress.replace('::ffff:', '');
      const host = book.hostOf(address);
      const foreign = address !== '::1' && !address.startsWith('127.') && !book.isOwn(host);
      if (foreign) {
        log('tcp', host, { port });
        open.add(socket);
        socket.on('close', () => open.delete(socket));
      }
      socket.on('error', () => {});
      socket.once('data', (first) => {
        socket.pause();
        if (foreign && port === 443) log('hello', serverName(first) || host);
        const onward = net.connect({ port: inner[port], host: '127.0.0.1', noDelay: true });
        onward.on('error', () => socket.destroy()).on('close', () => socket.destroy());
        socket.on('close', () => onward.destroy());
        onward.write(first);
        socket.pipe(onward).pipe(socket);
      });
    });
  for (const port of [80, 443]) {
    await listen(accept(port), port, '0.0.0.0');
    await listen(accept(port), port, '::1');
  }
  return function drop() {
    for (const socket of open) socket.destroy();
    open.clear();
  };
}

// The server name of a TLS ClientHello (RFC 6066, section 3), or '' where there is none.
function serverName(hello) {
  try {
    let at = 5 + 4 + 2 + 32;
    at += 1 + hello[at]; // session
    at += 2 + hello.readUInt16BE(at); // cipher suites
    at += 1 + hello[at]; // compression
    const end = at + 2 + hello.readUInt16BE(at);
    at += 2;
    while (at + 4 <= Math.min(end, hello.length)) {
      const type = hello.readUInt16BE(at);
      const length = hello.readUInt16BE(at + 2);
      if (type === 0) return hello.subarray(at + 9, at + 9 + hello.readUInt16BE(at + 7)).toString('latin1');
      at += 4 + length;
    }
  } catch {
    // A hello split over packets: the address still tells the host.
  }
  return '';
}
