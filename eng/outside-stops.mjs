// A server under full load is read from outside again and again, and Heapwise is killed in the middle of it: nothing may happen to the
// server.
//   node eng/outside-stops.mjs [--heapwise ./heapwise] [--majors 18,20,22,24,26] [--stops 500] [--kills 100]
// Each capture must succeed and hold as many objects as the others, within a fifth; each request must be answered. After each kill no
// thread may be left stopped or traced. The load is eight connections of this process; the longest answer is in the summary.
import { spawn, execFile } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { nodeOf, root } from './samples.mjs';

const { values: options } = parseArgs({
  options: {
    heapwise: { type: 'string', default: path.join(root, 'heapwise') },
    majors: { type: 'string', default: '18,20,22,24,26' },
    stops: { type: 'string', default: '500' },
    kills: { type: 'string', default: '100' },
  },
});
const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'heapwise-stops-')), 'taken.heapsnapshot');
let failed = false;
for (const major of options.majors.split(',')) await examine(major);
fs.rmSync(path.dirname(file), { recursive: true });
process.exit(failed ? 1 : 0);

async function examine(major) {
  const server = spawn(nodeOf(major), [path.join(root, 'bench/live/server.js')], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise(done => server.stdout.once('data', text => done(Number(/ready (\d+)/.exec(text)[1]))));
  const load = { goes: true, answers: 0, failures: 0, longest: 0 };
  const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
  const clients = Array.from({ length: 8 }, async () => {
    while (load.goes) await ask(agent, port, load);
  });
  await delay(10_000); // until its cache is full, so that all captures are of one size

  const seen = { pauses: [], nodes: [], attempts: 0, refused: [] };
  for (let i = 0; i < Number(options.stops); i++) await capture(server.pid, seen);
  seen.nodes.sort((a, b) => a - b);
  seen.pauses.sort((a, b) => a - b);
  const usual = seen.nodes[seen.nodes.length >> 1];
  const odd = seen.nodes.filter(count => count < 0.8 * usual || count > 1.2 * usual);

  let harmed = 0;
  for (let i = 0; i < Number(options.kills); i++) harmed += await kill(server.pid, load);
  load.goes = false;
  await Promise.all(clients);
  const isAlive = server.exitCode === null;
  server.kill();
  const at = share => seen.pauses[Math.min(seen.pauses.length - 1, Math.floor(share * seen.pauses.length))];
  console.log(`Node ${major}: ${seen.pauses.length} of ${options.stops} captures of ${usual} nodes, `
    + `${odd.length} of another size${odd.length > 0 ? ` (${odd.join(', ')})` : ''}; `
    + `stopped ${seen.attempts} times; pause ${at(0.5)} ms (median), ${at(0.9)} ms (9 in 10), ${at(1)} ms (longest); `
    + `${load.answers} answers, ${load.failures} failures, longest ${load.longest.toFixed(0)} ms; `
    + `${options.kills} kills, ${harmed} with harm; the server ${isAlive ? 'runs' : 'has ended'}`);
  for (const words of new Set(seen.refused)) console.log(`  ${seen.refused.filter(each => each === words).length} times: ${words}`);
  failed ||= odd.length > 0 || harmed > 0 || load.failures > 0 || !isAlive || seen.refused.length > 0;
}

function ask(agent, port, load) {
  const began = performance.now();
  return new Promise(done => {
    http.get({ agent, port, host: '127.0.0.1', path: '/' }, answer => {
      answer.resume();
      answer.on('end', () => { load.answers++; load.longest = Math.max(load.longest, performance.now() - began); done(); });
    }).on('error', () => { load.failures++; done(); });
  });
}

async function capture(pid, seen) {
  await delay(Math.random() * 200);
  await new Promise(done => execFile(
    options.heapwise, ['snapshot', `${pid}`, '--outside', '--max-pause', '5s', '-o', file, '--overwrite', '--format', 'json'],
    (failure, stdout, stderr) => {
      if (failure) seen.refused.push(stderr.trim().split('\n').at(-1).replace(/\d+/g, 'N'));
      else {
        const [taken] = JSON.parse(stdout).snapshots;
        seen.pauses.push(taken.pauseMs);
        seen.attempts += taken.stops;
        seen.nodes.push(taken.nodes);
      }
      done();
    }));
}

// Kills a series of captures at a random moment, and looks at the server's threads: 1 if one of them is stopped, or nothing is answered.
async function kill(pid, load) {
  const args = ['snapshot', `${pid}`, '--outside', '--max-pause', '5s', '-o', file, '--overwrite'];
  const child = spawn(options.heapwise, args, { stdio: 'ignore' });
  await delay(50 + Math.random() * 450);
  child.kill('SIGKILL');
  await delay(50);
  const isHeld = fs.readdirSync(`/proc/${pid}/task`).some(thread => {
    const status = fs.readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8');
    return /^State:\s+[tT]/m.test(status) || !/^TracerPid:\s+0$/m.test(status);
  });
  const before = load.answers;
  await delay(150);
  return isHeld || load.answers === before ? 1 : 0;
}
