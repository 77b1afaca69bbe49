// Small helpers that the three drivers share: a browser's process and its throw-away folder.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { scratch } from '../namespace.mjs';

/** Waits; used between attempts to reach a starting browser, never to prove an absence. */
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A new folder for a browser's profile. */
export const profile = (name) => fs.mkdtempSync(path.join(scratch(), `${name}-`));

/** The first of `names` that exists as a file, or the value of the environment variable. */
export function locate(variable, names, hint) {
  const found = process.env[variable] || names.find((name) => fs.existsSync(name));
  if (!found) throw new Error(`${names[0]} is missing: ${hint}, or name another one in ${variable}`);
  return found;
}

/** Starts a browser in a process group of its own. */
export function start(command, args, options) {
  const child = spawn(command, args, { detached: true, ...options });
  child.on('error', () => {});
  return child;
}

/** Ends the process group; the polite way must have been tried before. */
export function end(child) {
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}

/** A text of JavaScript that evaluates to what `task(...args)` returns; `task` may be a text itself. */
export function source(task, args) {
  return typeof task === 'function' ? `(${task})(...${JSON.stringify(args)})` : task;
}

/** Rejects when `promise` takes longer than `ms`. */
export async function within(ms, promise, what) {
  let timer;
  const late = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
