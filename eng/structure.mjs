// Measures comparison by structure on the programs in samples/. Each program is run as separate processes, one with little load, one with
// some and two with much, which also run for longer; each process leaves one snapshot. Then `heapwise diagnose` compares them by structure:
//   a leaking program, little and much load: is the holder that its head names the first finding, and the first path of `heapwise diff`?
//   the same with three files
//   a program that does not leak, little and much load: how much is named?
//   every program, twice with the same load: how much is named?
//   node eng/structure.mjs                                      on Node 24
//   node eng/structure.mjs --majors 18 --only interval,socket
//   node eng/structure.mjs --again                              compares the snapshots of the run before
// Programs whose leak is outside the main thread's heap are left out. Snapshots and reports are kept in artifacts/structure.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { folder as samples, nodeOf, prepare, programs, root, run } from './samples.mjs';

const { values: options } = parseArgs({
  options: {
    majors: { type: 'string', default: '24' },
    only: { type: 'string', default: '' },
    loads: { type: 'string', default: '60,200,600' },
    idle: { type: 'string', default: '1000,2000,4000' },
    again: { type: 'boolean', default: false },
  },
});

// In a worker, in other processes, or no object of the heap.
const elsewhere = ['worker', 'cluster', 'child-server', 'descriptors'];
const [little, some, much] = options.loads.split(',').map(Number);
const idles = options.idle.split(',').map(Number);
const runs = { little: 0, some: 1, much: 2, again: 2 };
const loads = [little, some, much];
const meant = programs(options.only ? options.only.split(',') : [])
  .filter(program => !elsewhere.includes(program.script.split(path.sep)[0]))
  .map(addPlace);
const majors = options.majors.split(',');
prepare(majors);

let port = 12_000;
for (const major of majors) {
  const rows = [];
  for (const program of meant) {
    if (!options.again) await record(program, major);
    const row = await judge(program, major);
    rows.push(row);
    console.log(describe(row));
  }

  report(major, rows);
}

function addPlace(program) {
  const [, pattern, name, file, numbers] = program.expect.match(/^leak (\S+) (\S+) ([^:\s]+):([\d|]+)/) ?? [];
  return { ...program, pattern, name, file, lines: numbers?.split('|') };
}

function folderOf(program, major) {
  return path.join(root, 'artifacts/structure', major, program.script.replaceAll('/', '~'));
}

// Four processes at once; each is ended by its pid.
async function record(program, major) {
  const folder = folderOf(program, major);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  await Promise.all(Object.entries(runs).map(([name, size]) => snapshot(program, major, size, path.join(folder, name))));
}

async function snapshot(program, major, size, name) {
  const own = ++port;
  fs.mkdirSync(name);
  const child = spawn(nodeOf(major), ['--heapsnapshot-signal=SIGUSR2', path.join(samples, program.script)], {
    cwd: name, // where Node writes it; --diagnostic-dir does not count on 18
    env: { ...process.env, PORT: String(own) },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    await new Promise((resolve, reject) => {
      child.stdout.once('data', resolve);
      child.once('exit', code => reject(new Error(`${program.script} ended with ${code}`)));
    });
    child.stdout.resume();
    await drive(own, program.load, loads[size]);
    await delay(idles[size]);
    child.kill('SIGUSR2');
    fs.renameSync(await written(name), `${name}.heapsnapshot`);
  } finally {
    child.kill('SIGKILL');
    fs.rmSync(name, { recursive: true, force: true });
  }
}

async function drive(own, load, requests) {
  const agent = new http.Agent({ keepAlive: true });
  let next = 1;
  await Promise.all(Array.from({ length: 4 }, async () => {
    while (next <= requests) await get(agent, own, load.replaceAll('{n}', String(next++)));
  }));
  agent.destroy();
}

function get(agent, own, url) {
  return new Promise(resolve => {
    const request = http.get({ agent, port: own, host: '127.0.0.1', path: url, timeout: 2_000 }, response => {
      response.resume().once('close', resolve);
    });
    request.once('timeout', () => request.destroy()).once('error', resolve);
  });
}

// A snapshot is whole when it ends as JSON does.
async function written(folder) {
  for (;;) {
    await delay(100);
    const [file] = fs.readdirSync(folder).filter(name => name.endsWith('.heapsnapshot')).map(name => path.join(folder, name));
    if (!file) continue;
    const { size } = fs.statSync(file);
    const end = Buffer.alloc(4);
    const handle = fs.openSync(file);
    fs.readSync(handle, end, 0, 4, Math.max(0, size - 4));
    fs.closeSync(handle);
    if (/\]\s*\}\s*$/.test(end.toString())) return file;
  }
}

async function judge(program, major) {
  const folder = folderOf(program, major);
  const compare = async (name, ...files) => {
    const report = await ask('diagnose', files, folder);
    fs.writeFileSync(path.join(folder, `${name}.json`), JSON.stringify(report, null, 2));
    return report.findings;
  };
  const two = await compare('two', 'little', 'much');
  const same = await compare('same', 'much', 'again');
  if (!program.name) return { ...program, two, same };
  const three = await compare('three', 'little', 'some', 'much');
  const { paths } = await ask('diff', ['little', 'much'], folder);
  return { ...program, two, three, same, path: paths[0] };
}

async function ask(command, files, folder) {
  const { report, stderr } = await run([
    command, '--by', 'structure', '--format', 'json', ...files.map(file => path.join(folder, `${file}.heapsnapshot`))]);
  if (!report) throw new Error(stderr);
  return report;
}

function isHolder(program, finding) {
  return finding !== undefined && path.basename(finding.holder.name ?? '') === path.basename(program.name);
}

// A path has its holder in words.
function isPath(program) {
  return Boolean(program.path?.holder?.includes(path.basename(program.name)));
}

function isPlace(program, finding) {
  const place = finding?.location;
  return Boolean(place) && path.basename(place.file) === program.file && program.lines.includes(String(place.line));
}

function describe(row) {
  const said = findings => findings.length === 0 ? '-'
    : findings.slice(0, 3)
      .map(({ pattern, holder, growthBytes }) => `${pattern} ${holder.name ?? holder.className} +${growthBytes}`)
      .join(', ') + (findings.length > 3 ? ` (${findings.length})` : '');
  const at = row.name ? row.two.findIndex(finding => isHolder(row, finding)) : 0;
  const marks = row.name ? [at === 0 ? 'first' : at > 0 ? 'later' : 'MISSED'] : [];
  if (row.name && isPlace(row, row.two[0])) marks.push('line');
  if (row.name && !isPath(row)) marks.push(`diff: ${row.path?.holder} ${row.path?.className}`);
  if (row.name && !isHolder(row, row.three[0])) marks.push(`three: ${said(row.three)}`);
  return `${row.script}: ${marks.join(' ')} | ${said(row.two)} | same: ${said(row.same)}`;
}

function report(major, rows) {
  const leaking = rows.filter(row => row.name);
  const healthy = rows.filter(row => !row.name);
  const share = (list, test) => `${list.filter(test).length} of ${list.length}`;
  console.log(`\nNode ${major}: ${little}, ${some} and ${much} requests`);
  console.log(`leaking, two files: holder first ${share(leaking, row => isHolder(row, row.two[0]))}, `
    + `named at all ${share(leaking, row => row.two.some(finding => isHolder(row, finding)))}, `
    + `pattern ${share(leaking, row => isHolder(row, row.two[0]) && row.two[0].pattern === row.pattern)}, `
    + `line ${share(leaking, row => isPlace(row, row.two[0]))}`);
  console.log(`leaking, diff of two files: holder first ${share(leaking, isPath)}`);
  console.log(`leaking, three files: holder first ${share(leaking, row => isHolder(row, row.three[0]))}`);
  console.log(`no leak, much load against little: nothing named ${share(healthy, row => row.two.length === 0)}`);
  console.log(`twice the same load: nothing named ${share(rows, row => row.same.length === 0)}`);
}
