// Estimated and actual cost of snapshots: heaps of several sizes and kinds on several Node versions.
//
//   node bench/live/estimate.mjs --nodes PATH[,PATH…] [--sizes 50,200,500,1000] [--heapwise ./heapwise]
//
// For each heap, takes a first snapshot with no data about this machine, then a snapshot of a second process of the same kind, with the
// costs of the first one known. Estimates are of processor time, which a busy machine stretches: both are shown.
import { spawn, execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import os from 'node:os';
import fs from 'node:fs';

const option = (name, fallback) => { const at = process.argv.indexOf(`--${name}`); return at > 0 ? process.argv[at + 1] : fallback };
const here = path.dirname(fileURLToPath(import.meta.url));
const nodes = option('nodes', process.execPath).split(','), sizes = option('sizes', '50,200,500,1000').split(',').map(Number), kinds = option('kinds', 'records,small').split(',');
const heapwise = option('heapwise', path.join(here, '..', '..', 'heapwise'));

const program = (megabytes, kind) => `
  const used = () => process.memoryUsage().heapUsed / 1e6, start = used(), held = global.held = [];
  const make = { small: i => ({ i, next: { i } }), records: i => ({ id: i, name: 'user ' + i, mail: ('user' + i + '@example.org ').repeat(8).toUpperCase(), tags: ['a' + i, 'b' + i], since: new Date(), visits: new Map([[i, 1]]) }) }['${kind}'];
  for (let i = 0; used() - start < ${megabytes}; i++) held.push(make(i));
  setInterval(() => {}, 1000); console.log('ready')`;

const once = async (node, megabytes, kind, cache) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'heapwise-estimate-'));
  const child = spawn(node, ['--max-old-space-size=12000', '--inspect-port=0', '-e', program(megabytes, kind)], { stdio: ['ignore', 'pipe', 'ignore'] });
  await new Promise(done => child.stdout.once('data', done));
  const rss = () => +/VmHWM:\s+(\d+)/.exec(fs.readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1] * 1024;
  // Of the thread that is paused, in ticks of 10 ms.
  const ticks = () => {
    const fields = fs.readFileSync(`/proc/${child.pid}/task/${child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return +fields[11] + +fields[12];
  };
  const before = ticks();
  const now = +/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1] * 1024;
  try {
    const text = execFileSync(heapwise, ['snapshot', `${child.pid}`, '-o', path.join(folder, 'a.heapsnapshot'), '--max-pause', '10m', '--format', 'json'], { env: { ...process.env, XDG_CACHE_HOME: cache }, stdio: ['ignore', 'pipe', 'inherit'] });
    const { snapshots: [snapshot], nodeVersion: version } = JSON.parse(text);
    return { ...snapshot, version, extra: rss() - now, processorMs: 10 * (ticks() - before) };
  } finally {
    child.kill('SIGKILL');
    fs.rmSync(folder, { recursive: true });
  }
};

const mb = bytes => `${Math.round(bytes / 1e6)} MB`, s = ms => `${(ms / 1000).toFixed(1)} s`;
console.log(`${os.cpus()[0].model}, ${os.cpus().length} cores\n`);
const columns = [
  'Node', 'heap', 'objects', "estimated pause: at first, and once this machine's costs are known", 'processor time, both times',
  'pause, both times', 'estimated file', 'actual file', 'memory growth',
];
console.log(`| ${columns.join(' | ')} |\n|${'---|'.repeat(columns.length)}`);
for (const node of nodes) {
  for (const kind of kinds) {
    const cache = fs.mkdtempSync(path.join(os.tmpdir(), 'heapwise-cache-'));
    for (const size of sizes) {
      const fresh = fs.mkdtempSync(path.join(os.tmpdir(), 'heapwise-cache-'));
      const first = await once(node, size, kind, fresh);
      const second = size === sizes[0] ? await once(node, size, kind, fresh) : await once(node, size, kind, cache);
      if (size === sizes[0]) fs.cpSync(fresh, cache, { recursive: true });
      fs.rmSync(fresh, { recursive: true });
      const both = key => `${s(first[key])}, ${s(second[key])}`;
      const cells = [
        first.version, `${mb(first.heapUsedBytes)} ${kind}`, `${(first.nodes / 1e6).toFixed(2)} M`, both('estimatedPauseMs'),
        both('processorMs'), both('pauseMs'), mb(first.estimatedFileBytes), mb(first.fileBytes), mb(first.extra),
      ];
      console.log(`| ${cells.join(' | ')} |`);
    }
    fs.rmSync(cache, { recursive: true });
  }
}
