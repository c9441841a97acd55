// The files of deploy/, and programs that not every machine has.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';

export const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));

export const read = (name) => readFileSync(path(name), 'utf8');

/** All documents of a YAML file. A key that is there twice, or another mistake, throws. */
export function readYaml(name) {
  return parseAllDocuments(read(name), { merge: false, uniqueKeys: true }).map((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    return document.toJS();
  });
}

/** Options of a test that runs a program: skipped, with what is missing, where the program is not there. */
export function needs(program, hint) {
  const { error } = spawnSync(program, ['--version']);
  return { skip: error ? `needs ${program} (${hint})` : false };
}

/** Runs a program to its end: whether it succeeded, and all that it printed. */
export function run(program, arguments_, options = {}) {
  const { status, stdout, stderr } = spawnSync(program, arguments_, { encoding: 'utf8', timeout: 60_000, ...options });
  return { succeeded: status === 0, output: stdout + stderr };
}
