// The guard never has a process killed for memory, and gathers evidence however little room there is: programs with heaps of many kinds,
// each in a control group that is nearly full, watched by one guard that takes a pair of snapshots of each. Root only.
//
//   node eng/guard-no-kill.mjs [--heapwise "COMMAND"] [--nodes 18,20,22,24,26] [--kinds a,b] [--rooms 24,32,64] [--size 1]
//                              [--naive|--inside|--alone]
//
// Rooms are the megabytes that the limit leaves. A try is right if the program lives, and two snapshots of it are there. With --naive the
// program writes its own snapshot with v8.writeHeapSnapshot instead, as home-made guards do: how often that kills it. With --inside the
// program runs npm/memory-guard instead, whose own memory is the program's: a try is right if the program lives and has been told of a
// snapshot, or why there is none. With --alone nothing is done to it: V8 needs some megabytes to collect garbage, and with 1 MB left, one
// program in four died of that alone. The last line is the summary.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import os from 'node:os';
import fs from 'node:fs';
import { kinds, LimitedProgram, nodeOf, versions, wait } from './limited-heaps.mjs';

const option = (name, fallback) => { const at = process.argv.indexOf(`--${name}`); return at > 0 ? process.argv[at + 1] : fallback };
const here = path.dirname(fileURLToPath(import.meta.url)), size = Number(option('size', '1'));
const heapwise = option('heapwise', path.join(here, '..', 'heapwise')).split(' ');
const rooms = option('rooms', '24,32,64').split(',').map(Number);
const isNaive = process.argv.includes('--naive'), isAlone = process.argv.includes('--alone');
const isInside = process.argv.includes('--inside');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'heapwise-guard-no-kill-')), log = path.join(folder, 'events.jsonl');
const Patience = 120_000, AtOnce = 12, Rest = 12_000; // V8 collects garbage some eight seconds after the last work

const settings = {
  guard: {
    interval: '500ms', startGrace: '0s', cooldown: '0s', maxSnapshots: 2,
    folder: path.join(folder, 'snapshots'), store: path.join(folder, 'history.db'),
    evidence: { baseline: false, secondAfter: '2s', maxPause: '5s', inspector: 'never' },
    alerts: { log },
    rules: { 'memory-near-limit': { threshold: 0.05 } },
  },
};
const config = path.join(folder, 'heapwise.json');
fs.writeFileSync(config, JSON.stringify(settings));
const guard = isNaive || isInside || isAlone ? null : spawn(
  heapwise[0], [...heapwise.slice(1), 'guard', '--name', 'globalThis.held', '--config', config], { stdio: ['ignore', 'ignore', 'pipe'] });
let said = '';
guard?.stderr.on('data', text => { said += text });

const events = () => fs.existsSync(log)
  ? fs.readFileSync(log, 'utf8').split('\n').filter(line => line.endsWith('}')).map(line => JSON.parse(line))
  : [];

// The worker's own heap, where that is what is full.
const evidenceOf = program => events().find(({ kind, target }) =>
  kind === 'evidence' && target.pid === program.pid && (!program.isWorker || target.thread === null));

// Evidence of the guard for one program whose group has so many bytes left.
const watched = async program => {
  for (const start = Date.now(); Date.now() - start < Patience && !program.dead; await wait(200)) {
    const found = evidenceOf(program);
    if (!found) continue;
    await wait(200);
    const snapshots = found.evidence.filter(({ kind, bytes }) => kind === 'snapshot' && bytes > 0).length;
    return snapshots === 2 ? 'captured' : `refused: ${found.refused.join('; ')}`;
  }
  return program.dead ? 'killed' : 'silent';
};

const naive = async program => {
  const file = path.join(folder, `${program.pid}.heapsnapshot`);
  program.child.kill('SIGUSR2');
  for (const start = Date.now(); Date.now() - start < Patience && !program.dead && !fs.existsSync(`${file}.done`);) await wait(100);
  const isDone = fs.existsSync(`${file}.done`);
  for (const name of [file, `${file}.done`]) fs.rmSync(name, { force: true });
  return isDone ? 'captured' : program.dead ? 'killed' : 'silent';
};
const writer = `process.on("SIGUSR2", () => { const file = ${JSON.stringify(folder)} + "/" + process.pid + ".heapsnapshot";`
  + ' require("v8").writeHeapSnapshot(file); require("fs").writeFileSync(file + ".done", "") });';

// What the guard in the program has told first about a snapshot.
const inside = async program => {
  const file = path.join(folder, `${program.pid}.jsonl`);
  program.child.kill('SIGUSR2');
  for (const start = Date.now(); Date.now() - start < Patience && !program.dead; await wait(200)) {
    const alerts = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n').filter(Boolean).map(line => JSON.parse(line)) : [];
    const told = alerts.find(({ type }) => type === 'snapshot-taken' || type === 'snapshot-refused');
    if (!told) continue;
    await wait(2000); // it must survive its snapshot
    return told.type === 'snapshot-refused' ? `refused: ${told.reason}` : fs.statSync(told.snapshotPath).size > 0 ? 'captured' : 'silent';
  }
  return program.dead ? 'killed' : 'silent';
};
const guarded = `const { MemoryGuard } = require(${JSON.stringify(path.join(here, '../npm/memory-guard/index.cjs'))});`
  + ' const guard = new MemoryGuard({ memoryThreshold: 0.001, checkInterval: 500,'
  + ` snapshotDir: ${JSON.stringify(folder)} + "/" + process.pid,`
  + ` onAlert: alert => require("fs").appendFileSync(${JSON.stringify(folder)} + "/" + process.pid + ".jsonl",`
  + ' JSON.stringify(alert) + "\\n") }); process.on("SIGUSR2", () => guard.start());';

const alone = async program => {
  await wait(20_000);
  return program.dead ? 'killed' : 'captured';
};

const tries = [];
for (const version of versions)
  for (const major of option('nodes', '18,20,22,24,26').split(','))
    for (const kind of option('kinds', Object.keys(kinds).join(',')).split(','))
      for (const room of rooms) tries.push({ version, major, node: nodeOf(major), kind, room });

const count = { killed: 0, captured: 0, refused: 0, silent: 0 };
const runNext = async () => {
  for (let next; (next = tries.shift());) {
    const { version, major, node, kind, room } = next;
    if (!node) continue;
    const program = await LimitedProgram.start(version, node, kind, size, isNaive ? writer : isInside ? guarded : '');
    await wait(Rest);
    program.limit(room * 1e6);
    const state = await (isAlone ? alone : isNaive ? naive : isInside ? inside : watched)(program);
    await wait(100);
    const end = program.dead ? 'killed' : state;
    count[end.split(':')[0]]++;
    const isRight = end === 'captured' || isInside && end.startsWith('refused');
    console.log(`${isRight ? 'ok  ' : 'FAIL'} ${version.name} node ${major} ${kind.padEnd(14)} ${room} MB left: ${end}`);
    await program.end();
  }
};
await Promise.all(Array.from({ length: AtOnce }, runNext));
if (guard && guard.exitCode !== null) console.log(`the guard has ended: ${said}`);
guard?.kill();
fs.rmSync(folder, { recursive: true, force: true });
const { killed, captured, refused, silent } = count, is = isAlone ? 'alive' : 'captured';
console.log(`${killed + captured + refused + silent} tries: ${killed} killed, ${captured} ${is}, ${refused} refused, ${silent} silent`);
process.exit(killed + (isInside ? 0 : refused) + silent > 0 ? 1 : 0);
