// Finds the scenarios: every file of `scenarios/` exports a list of `{title, run, silence?, engines?, launch?}`.
// `silence` ones run in the ordinary profile too; `engines` limits one to some engines; `launch` holds an
// engine's start options for it. What `run` resolves to, if anything, is a figure worth printing.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

// The harness is tested with scenarios of its own, see faults/; what is expected belongs to the usual ones.
const OTHER = process.env.OPTGATE_SCENARIOS;
const FOLDER = OTHER ? pathToFileURL(`${path.resolve(OTHER)}/`) : new URL('../scenarios/', import.meta.url);

/** `{engine: {scenario: reason}}`: what an engine cannot do. */
export const EXPECTATIONS = OTHER
  ? {}
  : JSON.parse(fs.readFileSync(new URL('../expectations.json', import.meta.url)));

/** All scenarios with their ids, `file: title`. */
export async function scenarios() {
  const all = [];
  for (const name of fs
    .readdirSync(FOLDER)
    .filter((file) => file.endsWith('.mjs'))
    .sort()) {
    const { default: list } = await import(new URL(name, FOLDER));
    for (const scenario of list) all.push({ ...scenario, id: `${name.replace('.mjs', '')}: ${scenario.title}` });
  }
  const twice = all.find(({ id }, at) => all.findIndex((other) => other.id === id) !== at);
  if (twice) throw new Error(`two scenarios are called "${twice.id}"`);
  return all;
}

/** Whether a scenario is to run in an engine, and matches the pattern where there is one. */
export function matches({ id, engines, silence = false }, engine, pattern) {
  if (pattern && !new RegExp(pattern, 'i').test(id)) return false;
  if (engine === 'chromium-ordinary') return silence;
  return !engines || engines.includes(engine);
}
