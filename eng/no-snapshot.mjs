// Measures `heapwise diagnose --no-snapshot` on every program in samples/: starts it, drives it, and looks at the function that is named.
// A leak of the heap is right if that function is the one around the line that the program's head names. A program without a leak is
// right if none is found.
//   node eng/no-snapshot.mjs                                    Node 24
//   node eng/no-snapshot.mjs --majors 18,24 --only closure,timer --requests 300
// Exits with 1 if fewer than four in five leaks of the heap are right, or a program without a leak is accused.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { folder, nodeOf, prepare, programs, root, run } from './samples.mjs';

const { values: options } = parseArgs({
  options: {
    majors: { type: 'string', default: '24' },
    only: { type: 'string', default: '' },
    requests: { type: 'string', default: '200' },
  },
});

// What is not in the heap of the main thread, or has no function of the program to name.
const elsewhere = ['descriptors', 'webassembly-memory', 'typescript', 'bundle'];

const majors = options.majors.split(',');
prepare(majors);
const plugin = path.join(root, 'npm/eslint-plugin/');
if (!fs.existsSync(path.join(plugin, 'node_modules/acorn')))
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: plugin, stdio: 'ignore' });
const acorn = createRequire(plugin)('acorn');

let lastPort = 14_000;
let [leaks, right, healthy, silent] = [0, 0, 0, 0];
for (const major of majors) {
  for (const program of programs(options.only ? options.only.split(',') : [])) await measure(major, program);
}
console.log(`${right} of ${leaks} leaks of the heap have the right function; `
  + `${silent} of ${healthy} programs without a leak have no finding`);
process.exit(right < 0.8 * leaks || silent < healthy ? 1 : 0);

async function measure(major, { script, load, options: own, expect }) {
  const [verdict, pattern, , place] = expect.split(' ');
  if (elsewhere.some(name => script.startsWith(name))) return;
  const port = ++lastPort;
  const { report, stderr } = await run([
    'diagnose', '--no-snapshot', '--format', 'json', '--load', `http://127.0.0.1:${port}${load}`, '--requests', options.requests, ...own,
    '--', 'env', `PORT=${port}`, nodeOf(major), path.join(folder, script)]);
  const isLeak = verdict === 'leak';
  const finding = report?.findings.find(found => found.pattern === 'allocation-site');
  let isRight = report !== null && (isLeak ? report.verdict === 'leak' && isIn(finding, place) : report.verdict !== 'leak');
  if (isLeak) [leaks, right] = [leaks + 1, right + isRight];
  else [healthy, silent] = [healthy + 1, silent + isRight];
  const found = report === null ? stderr.trim().split('\n').at(-1)
    : report.findings.map(each => `${each.holder.path} at ${nameOf(each.location)}, ${each.confidence}`).join('; ') || report.reason;
  console.log(`${isRight ? 'ok ' : 'NOT'} ${major} ${script} (${isLeak ? `${pattern} ${place}` : verdict}): ${report?.verdict} ${found}`);
}

function nameOf(place) {
  return place ? `${path.basename(place.file)}:${place.line}` : 'no place';
}

// Whether the location of a finding is in the function around one of the lines that are expected, such as `leaking.js:12|23`.
function isIn(finding, place) {
  if (!finding?.location) return false;
  const [file, lines] = place.split(':');
  if (path.basename(finding.location.file) !== file) return false;
  const functions = functionsOf(finding.location.file);
  const around = (line, isFirst) => functions
    .filter(range => range.from + !isFirst <= line && line <= range.to).sort((a, b) => b.from - a.from)[0];
  const { line } = finding.location;
  const named = [around(line, true), around(line, false)];
  return lines.split('|').map(Number)
    .some(expected => expected === line || (around(expected, false) && named.includes(around(expected, false))));
}

function functionsOf(file) {
  const found = [];
  const source = fs.readFileSync(file, 'utf8');
  const visit = node => {
    if (node === null || typeof node !== 'object') return;
    if (/Function/.test(node.type ?? '')) found.push({ from: node.loc.start.line, to: node.loc.end.line });
    for (const value of Object.values(node)) Array.isArray(value) ? value.forEach(visit) : visit(value);
  };
  const sourceType = file.endsWith('.mjs') || /^import /m.test(source) ? 'module' : 'script';
  visit(acorn.parse(source, { ecmaVersion: 'latest', sourceType, locations: true, allowHashBang: true }));
  return found;
}
