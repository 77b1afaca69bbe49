// A certificate for the run. The browsers are told to accept any, so the names in it do not matter;
// the key is made anew each time and never stored with the project.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** Makes a key and a self-signed certificate in `directory` and returns both as buffers. */
export function makeCertificate(directory) {
  const key = path.join(directory, 'key.pem');
  const certificate = path.join(directory, 'certificate.pem');
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-keyout',
      key,
      '-out',
      certificate,
      '-days',
      '2',
      '-subj',
      '/CN=recorder.invalid',
      '-addext',
      'subjectAltName=DNS:*.example.test,DNS:example.test',
    ],
    { stdio: 'ignore' },
  );
  return { key: fs.readFileSync(key), cert: fs.readFileSync(certificate) };
}
