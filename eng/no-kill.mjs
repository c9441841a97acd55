// A snapshot never has its target killed for memory, and is taken where there is room: programs with heaps of many kinds, each in a
// control group with a memory limit. Root only; both versions of control groups, where the machine has them.
//
//   node eng/no-kill.mjs [--heapwise "COMMAND"] [--nodes 18,20,22,24,26] [--kinds a,b] [--rooms 0.5,0.9,1.1,1.3,2] [--size 1] [--outside]
//
// For each kind and major, a first snapshot without a limit says what it needs. Then a program of the same kind gets a limit that leaves
// that much, times each of the rooms. A target that dies is a failure, and so is a snapshot that leaves part of a file, or that is refused
// at 1.3 and above where that leaves 64 MB more than it needs: the target has a reserve for its own work. Read from outside, the target
// needs nothing: the rooms are then shares of 2 MB, and every refusal is a failure. The last line is the summary.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import os from 'node:os';
import fs from 'node:fs';
import { kinds, LimitedProgram, nodeOf, versions, wait } from './limited-heaps.mjs';

const option = (name, fallback) => { const at = process.argv.indexOf(`--${name}`); return at > 0 ? process.argv[at + 1] : fallback };
const here = path.dirname(fileURLToPath(import.meta.url)), size = Number(option('size', '1'));
const heapwise = option('heapwise', path.join(here, '..', 'heapwise')).split(' ');
const rooms = option('rooms', '0.5,0.9,1.1,1.3,2').split(',').map(Number);
const isOutside = process.argv.includes('--outside'), Enough = isOutside ? 0 : 1.3, Reserve = isOutside ? -Infinity : 64e6;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'heapwise-no-kill-'));
const environment = { ...process.env, XDG_CACHE_HOME: path.join(folder, 'cache') };
let made = 0;

// Starts a program, limits its group, takes a snapshot, and says how that went.
const attempt = async (version, node, kind, room) => {
  const file = path.join(folder, `${++made}.heapsnapshot`);
  const program = await LimitedProgram.start(version, node, kind, size);
  try {
    const used = program.used;
    if (room) program.limit(room);
    const target = `${program.pid}${program.isWorker ? '/worker:1' : ''}`;
    const way = isOutside ? ['--outside', '--max-pause', '5s'] : ['--max-pause', '10m'];
    const { code, words } = await snapshot([target, '-o', file, ...way, '--quiet']);
    await wait(100);
    return {
      state: program.dead ? 'killed' : code === 0 ? 'captured' : code === 3 ? 'refused' : `failed (${code})`,
      words,
      needs: program.peak - used,
      left: code !== 0 && fs.readdirSync(folder).some(name => name.includes('heapsnapshot')),
    };
  } finally {
    await program.end();
    fs.rmSync(file, { force: true });
  }
};

const snapshot = args => new Promise(done => execFile(
  heapwise[0], [...heapwise.slice(1), 'snapshot', ...args], { env: environment, timeout: 300_000 },
  (failure, _, errors) => done({ code: failure ? failure.code : 0, words: errors.trim().split('\n').at(-1) })));

const count = { killed: 0, captured: 0, refused: 0, wrong: 0, targets: 0 }, mb = bytes => `${Math.round(bytes / 1e6)} MB`;
for (const version of versions)
  for (const major of option('nodes', '18,20,22,24,26').split(',')) {
    const node = nodeOf(major);
    if (!node) continue;
    for (const kind of option('kinds', Object.keys(kinds).join(',')).split(',')) {
      if (isOutside && kind === 'worker') continue; // its heap is not read
      let needs = 0;
      for (const room of [0, ...rooms]) {
        const result = await attempt(version, node, kind, room * needs);
        if (room === 0) needs = isOutside ? 2e6 : Math.max(result.needs, 1e6);
        const mustFit = room === 0 || (room >= Enough && room * needs - needs > Reserve);
        const isWrong = result.left || /killed|failed/.test(result.state) || (mustFit && result.state !== 'captured');
        count.targets++;
        count.wrong += isWrong;
        if (result.state in count) count[result.state]++;
        const what = room ? `room ${room} x ${mb(needs)}` : `needs ${mb(needs)}`;
        const words = result.state === 'captured' && room === 0 ? '' : ` ${result.words ?? ''}`.slice(0, 260);
        console.log(`${isWrong ? 'FAIL' : 'ok  '} ${version.name} node ${major} ${kind.padEnd(14)} ${what}: ${result.state}${words}`);
      }
    }
  }
fs.rmSync(folder, { recursive: true });
console.log(`${count.targets} targets: ${count.killed} killed, ${count.captured} captured, ${count.refused} refused, ${count.wrong} wrong`);
process.exit(count.wrong > 0 ? 1 : 0);
