// Starts the packet witness. It sees what no server of ours accepts: a connection to any port, a
// QUIC datagram. Without Python the recorder works without it, and says so.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import readline from 'node:readline';

/** Calls `onPacket({kind, address, port})` for each packet; resolves to whether the witness runs. */
export async function startWitness(onPacket) {
  const python = fs.existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';
  const child = spawn(python, [fileURLToPath(new URL('witness.py', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return new Promise((resolve) => {
    child.on('error', () => resolve(false));
    child.on('exit', () => resolve(false));
    readline.createInterface({ input: child.stdout }).on('line', (line) => {
      if (line === 'ready') resolve(true);
      else onPacket(JSON.parse(line));
    });
  });
}
