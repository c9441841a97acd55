// Measures `heapwise diagnose --outside` on every program in samples/: starts it, drives it, and looks at the holder and the line of the
// first finding. A leak is right if both are those that the program's head names, a program without a leak if it is not called one.
//   node eng/outside.mjs                                        Node 24
//   node eng/outside.mjs --majors 18,20,22,24,26 --only closure,timer
// Exits with 1 if fewer than four in five holders are right, or a program without a leak is accused. Needs the rights of a debugger.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { folder, nodeOf, prepare, programs, run } from './samples.mjs';

const { values: options } = parseArgs({
  options: {
    majors: { type: 'string', default: '24' },
    only: { type: 'string', default: '' },
  },
});

const majors = options.majors.split(',');
prepare(majors);
let lastPort = 15_000 + Math.floor(Math.random() * 1000);
let failed = false;
for (const major of majors) {
  const sums = { leaks: 0, holders: 0, places: 0, healthy: 0, silent: 0 };
  for (const program of programs(options.only ? options.only.split(',') : [])) await measure(major, program, sums);
  console.log(`Node ${major}: ${sums.holders} of ${sums.leaks} leaks have the right holder, ${sums.places} the right line; `
    + `${sums.silent} of ${sums.healthy} programs without a leak are not called one`);
  failed ||= sums.holders < 0.8 * sums.leaks || sums.silent < sums.healthy;
}
process.exit(failed ? 1 : 0);

async function measure(major, { script, load, options: own, expect }, sums) {
  const port = ++lastPort;
  const program = spawn(nodeOf(major), [path.join(folder, script)], {
    env: { ...process.env, PORT: port }, stdio: 'ignore', detached: true, // a group of its own
  });
  const { report, stderr } = await run([
    'diagnose', '--pid', program.pid, '--outside', '--max-pause', '3s', '--format', 'json',
    '--load', `http://127.0.0.1:${port}${load}`, ...own]);
  process.kill(-program.pid, 'SIGKILL'); // its children, too; and some samples have listeners for SIGTERM
  const [verdict, pattern, name, place] = expect.split(' ');
  const finding = report?.findings[0];
  const hasHolder = report?.verdict === 'leak' && isOf(finding, name);
  const hasPlace = hasHolder && isAt(finding, place);
  if (verdict === 'leak') {
    sums.leaks++;
    sums.holders += hasHolder;
    sums.places += hasPlace;
  } else {
    sums.healthy++;
    sums.silent += report !== null && report.verdict !== 'leak';
  }
  const isRight = verdict === 'leak' ? hasPlace : report !== null && report.verdict !== 'leak';
  const found = report === null ? stderr.trim().split('\n').at(-1)
    : report.findings.map(each => `${each.pattern} of ${each.holder.path} at ${nameOf(each.location)}, ${each.confidence}`).join('; ')
      || report.reason;
  const wanted = verdict === 'leak' ? `${pattern} ${name} ${place}` : verdict;
  console.log(`${isRight ? 'ok ' : hasHolder ? 'at ' : 'NOT'} ${major} ${script} (${wanted}): ${report?.verdict} ${found}`);
}

// What holds files is the process, named by their paths.
function isOf(finding, name) {
  const held = finding?.holder.name;
  return held === name || (held !== undefined && held !== null && path.basename(held) === name);
}

function isAt(finding, place) {
  const [file, lines] = place.split(':');
  const { location } = finding;
  return location !== null && path.basename(location.file) === file && lines.split('|').includes(`${location.line}`);
}

function nameOf(place) {
  return place ? `${path.basename(place.file)}:${place.line}` : 'no place';
}
