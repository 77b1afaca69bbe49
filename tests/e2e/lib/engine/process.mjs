// Small helpers that the three drivers share: a browser's process, its throw-away folder, commands and their answers.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { scratch } from '../namespace.mjs';
import { Lost, Trouble } from '../trouble.mjs';

/** How long a browser may take to start, and to answer one command, in milliseconds. */
export const START = 60_000;
export const ANSWER = 60_000;

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

/** Rejects with a `Trouble` when `promise` takes longer than `ms`. */
export async function within(ms, promise, what) {
  let timer;
  const late = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Trouble(`${what} took longer than ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Commands on their way, each known by a number. Once the browser has gone none is waited for. */
export class Calls {
  #last = 0;
  #waiting = new Map();
  #reason = '';

  /** Has `send(number)` send a command, and resolves with its result. */
  async make(name, send) {
    if (this.#reason) throw new Lost(this.#reason);
    this.#last += 1;
    const number = this.#last;
    const answer = new Promise((resolve, reject) => {
      this.#waiting.set(number, { name, resolve, reject });
    });
    send(number);
    return within(ANSWER, answer, name).finally(() => this.#waiting.delete(number));
  }

  /** Hands an answer, or the driver's complaint, to the command that waits for it; false where none does. */
  settle(number, result, complaint) {
    const waiting = this.#waiting.get(number);
    if (!waiting) return false;
    if (complaint) waiting.reject(new Trouble(`${waiting.name}: ${complaint}`));
    else waiting.resolve(result);
    return true;
  }

  /** The connection has ended. The process tells more, but a moment later. */
  async close(reason) {
    await pause(500);
    this.lose(reason);
  }

  /** The browser has gone. */
  lose(reason) {
    this.#reason ||= reason;
    for (const { reject } of this.#waiting.values()) reject(new Lost(this.#reason));
  }
}
