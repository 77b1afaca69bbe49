// Stand-ins behind the listener to which every foreign host leads: they end TLS and answer as those of the end-to-end tests do.
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate } from '../../e2e/lib/certificate.mjs';
import { NOISE } from '../../e2e/lib/noise.mjs';
import { answerForeign } from '../../e2e/lib/standin.mjs';

/** Starts them. `log` gets the address of each request; `take(socket, first)` hands a connection over, with its first bytes. */
export async function startStandIns(log) {
  const handler = (protocol) => (request, response) => {
    const { host } = request.headers;
    if (!NOISE.some((own) => own.test(host))) log(`${protocol}//${host}${request.url}`);
    answerForeign(request, response, host);
  };
  const folder = mkdtempSync(join(tmpdir(), 'optgate-foreign-'));
  const secure = https.createServer(makeCertificate(folder), handler('https:'));
  rmSync(folder, { recursive: true });
  const plain = http.createServer(handler('http:'));
  for (const server of [secure, plain]) await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  const open = new Set();
  return {
    take(socket, first) {
      const onward = net.connect((first[0] === 22 ? secure : plain).address().port, '127.0.0.1');
      for (const [one, other] of [[socket, onward], [onward, socket]]) {
        open.add(one);
        one.on('error', () => {}).on('close', () => { other.destroy(); open.delete(one); });
      }
      onward.write(first);
      socket.pipe(onward).pipe(socket);
    },
    close() {
      open.forEach((socket) => socket.destroy());
      secure.close();
      plain.close();
    },
  };
}
