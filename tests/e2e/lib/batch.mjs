// Runs an engine's scenarios in batches. Each batch has a namespace, a recorder and a browser of its own, so that what
// wears out (Firefox dies in the long run) is fresh again, and what breaks takes little with it.
//
// Chance must not fail a run, and no fault may hide behind a second attempt. So only what ended in `Trouble` (see
// trouble.mjs) is told once more; the output names it, and where it happens often the run fails.
import { fileURLToPath } from 'node:url';

import { SILENT, runInside } from './namespace.mjs';

const WORKER = fileURLToPath(new URL('worker.mjs', import.meta.url));

/** So many scenarios in one namespace and browser. */
const SIZE = 60;
/** So often a batch goes on in a fresh worker when the one before has died. */
const REVIVALS = 2;
/** So many scenarios of an engine may need a second run: a part of them, or a few where there are few. */
const ALLOWED = { part: 0.03, least: 3 };

/**
 * Tells the scenarios `ids` in `engine`. `settle(message)` gets what a worker reports of each scenario's end; one that
 * never ended is not settled. `say(line)` is for the reader. A worker that reports nothing for `silence` ms is ended.
 * Resolves to `{count, excess, isBlind}`: how many scenarios needed a second run, a complaint where these were too many, and
 * whether some were told without the packet witness.
 */
export async function runEngine(engine, ids, { silence, say, settle }) {
  /** Scenarios that have had their first try and are to be told once more, or have been. */
  const again = new Set();
  let later = [];
  let isBlind = false;
  const allowed = Math.max(ALLOWED.least, Math.floor(ALLOWED.part * ids.length));
  const isExcess = () => again.size > allowed;

  for (let at = 0; at < ids.length; at += SIZE) await batch(ids.slice(at, at + SIZE));
  // Past what is allowed the run has failed, and a second attempt changes nothing.
  if (isExcess()) for (const message of later) settle(message);
  else await batch(later.map(({ id }) => id));

  return {
    count: again.size,
    excess: isExcess() ? `${again.size} scenarios needed a second run, ${allowed} may: something is wrong` : '',
    isBlind,
  };

  async function batch(all) {
    let waiting = [...all];
    for (let worker = 0; worker <= REVIVALS && waiting.length > 0; worker += 1) {
      if (worker > 0) say(`again  ${engine}  ${waiting.length} scenarios go on in a fresh worker`);
      let present = null;
      const task = JSON.stringify({ ids: waiting, again: [...again] });
      const code = await runInside(
        WORKER,
        [engine, task],
        (message) => {
          if (message.started) {
            isBlind ||= !message.hasWitness;
            return say(`${engine}: ${message.started}`);
          }
          present = message.begins ?? null;
          if (present) return undefined;
          waiting = waiting.filter((id) => id !== message.id);
          return ended(message);
        },
        silence,
      );
      if (waiting.length === 0) break;
      const death = code === SILENT ? `said nothing for ${silence / 1000} s` : `ended with code ${code}`;
      say(`again  ${engine}  ${present ?? 'before a scenario'}: the worker ${death}`);
      if (present) {
        again.add(present);
        // Last, so that it cannot keep the others from being told.
        waiting = [...waiting.filter((id) => id !== present), present];
      }
    }
  }

  function ended(message) {
    const { id, isTrouble, excuse, reason } = message;
    if (!isTrouble || excuse || again.has(id)) return settle(message);
    again.add(id);
    later.push(message);
    return say(`again  ${engine}  ${id}: ${reason}`);
  }
}
