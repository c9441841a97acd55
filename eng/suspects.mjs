// Measures `heapwise diagnose FILE` on the last snapshot of every program in samples/: puts each under a longer load than its head asks
// for, so that what leaks has grown, keeps the snapshots, and looks at the suspects in the last one. A leaking program is right if the
// holder that its head names is the first suspect; it counts only if its memory grew by a tenth. A program without a leak is right if
// there are no suspects; a large table that it needs may be one, and is printed.
//   node eng/suspects.mjs                                      Node 24, two programs at a time
//   node eng/suspects.mjs --majors 18,24 --only closure,timer --jobs 1
//   node eng/suspects.mjs --resume                             takes the snapshots of an earlier run and measures again
// Exits with 1 if fewer than four in five leaks that are visible come first.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { folder as samples, nodeOf, prepare, programs, root, run } from './samples.mjs';

const { values: options } = parseArgs({
  options: {
    majors: { type: 'string', default: '24' },
    only: { type: 'string', default: '' },
    jobs: { type: 'string', default: '2' },
    requests: { type: 'string', default: '2000' },
    resume: { type: 'boolean', default: false },
  },
});

const kept = path.join(root, 'artifacts/suspects');
const majors = options.majors.split(',');
prepare(majors);

// Where a request leaves little behind, more of them make it visible; where it leaves a thousand objects or a module, fewer do.
const requestsOf = {
  'growing-array': 60, 'http-response': 300, 'import-cache': 700, 'require-cache': 700, descriptors: 200, closure: 100,
  'closure-shared-scope': 300, 'compiled-code-vm': 300, callbacks: 10_000, 'child-server': 10_000, cluster: 10_000, 'closure-chain': 6000,
  'finalization-registry': 10_000, numbers: 10_000, 'growth-by-time': 30_000, 'library-loggers': 10_000,
  'library-metrics': 6000, 'unbounded-cache-function': 6000, 'weak-refs': 10_000,
};

const meant = programs(options.only ? options.only.split(',') : []);
let lastPort = 11_000;
const rows = [];
const waiting = majors.flatMap(major => meant.map(program => ({ ...program, major })));
await Promise.all(Array.from({ length: Number(options.jobs) }, async () => {
  while (waiting.length > 0) await measure(waiting.shift());
}));

const leaking = rows.filter(row => row.isLeak && row.isVisible);
const first = leaking.filter(row => row.isRight);
const healthy = rows.filter(row => !row.isLeak);
const silent = healthy.filter(row => row.isRight);
const all = rows.filter(row => row.isLeak).length;
console.log(`${first.length} of ${leaking.length} visible leaks are the first suspect (${all} leaking programs); `
  + `${silent.length} of ${healthy.length} programs without a leak have no suspect`);
process.exit(first.length < 0.8 * leaking.length ? 1 : 0);

async function measure(program) {
  const { script, major } = program;
  const folder = path.join(kept, major, script.replaceAll('/', '~'));
  const file = options.resume && findLast(folder) || await makeSnapshots(program, folder);
  const growth = file && JSON.parse(fs.readFileSync(path.join(folder, 'growth.json'), 'utf8'));
  const started = Date.now();
  const report = file && await ask(['diagnose', '--format', 'json', file]);
  const seconds = (Date.now() - started) / 1000;
  const isLeak = program.expect.startsWith('leak');
  const [, pattern, name] = program.expect.split(' ');
  const held = report?.suspects ?? [];
  const isVisible = isLeak && pattern !== 'descriptors' && growth?.share >= 0.1;
  const isRight = report && (isLeak ? held.length > 0 && isSame(held[0], name) : held.length === 0);
  rows.push({ isLeak, isVisible, isRight });
  const found = held.map(suspect => `${suspect.pattern ?? '-'} ${suspect.holder.path} ${Math.round(suspect.share * 100)} %`).join('; ');
  const mark = isRight ? 'ok ' : isLeak && !isVisible ? '-  ' : 'NOT';
  console.log(`${mark} ${major} ${script} (${program.expect}; +${Math.round((growth?.share ?? 0) * 100)} %, ${seconds} s): `
    + (report ? found || report.verdict : 'no report'));
}

// The name of the expected holder is that of the suspect, or its last part.
function isSame(suspect, name) {
  const names = [suspect.holder.name, suspect.holder.className, suspect.holder.path].filter(Boolean).map(text => path.basename(text));
  return names.some(text => text === path.basename(name) || text.split(/[.[\]]/).includes(name) || text.endsWith(name));
}

function findLast(folder) {
  if (!fs.existsSync(path.join(folder, 'growth.json'))) return null;
  const files = fs.readdirSync(folder).filter(name => name.endsWith('.heapsnapshot')).sort();
  return files.length ? path.join(folder, files.at(-1)) : null;
}

async function makeSnapshots({ script, load, options: own, major }, folder) {
  fs.rmSync(folder, { recursive: true, force: true });
  const port = ++lastPort;
  const requests = requestsOf[script.split('/')[0]] ?? options.requests;
  const report = await ask([
    'diagnose', '--format', 'json', '--keep', folder, '--load', `http://127.0.0.1:${port}${load}`, '--requests', String(requests),
    '--rounds', '1', '--max-rounds', '0', ...own, '--', 'env', `PORT=${port}`, nodeOf(major), path.join(samples, script)]);
  if (!report) return null;
  const [before, after] = [report.rounds[0], report.rounds.at(-1)].map(round => round.heapUsedBytes + round.externalBytes);
  fs.writeFileSync(path.join(folder, 'growth.json'), JSON.stringify({ share: (after - before) / after }));
  return report.rounds.at(-1).snapshot;
}

async function ask(args) {
  const { report, stderr } = await run(args);
  if (!report) console.log(stderr.trim().split('\n').at(-1));
  return report;
}
