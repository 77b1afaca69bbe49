// Starts the packet witness. It sees what no server of ours accepts: a connection to any port, a QUIC datagram. Inside the
// namespaces we are root, so where Python is installed it has to start; a run without Python says so in its last line.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import readline from 'node:readline';

/** Calls `onPacket({kind, address, port})` for each packet; resolves to whether the witness runs: not where there is no Python. */
export async function startWitness(onPacket) {
  const python = process.env.OPTGATE_PYTHON ?? (fs.existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3');
  const child = spawn(python, [fileURLToPath(new URL('witness.py', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text) => {
      complaint += text;
    });
    child.on('error', (error) => (error.code === 'ENOENT' ? resolve(false) : reject(error)));
    child.on('close', (code) => reject(new Error(`the packet witness ended with code ${code}: ${complaint}`)));
    readline.createInterface({ input: child.stdout }).on('line', (line) => {
      if (line === 'ready') resolve(true);
      else onPacket(JSON.parse(line));
    });
  });
}
