// Overhead of the live commands on a busy server: requests per second of two identical servers, one watched and one not. Both run at full
// load at the same time on one core, which the system divides evenly between them.
//
//   node bench/live/overhead.mjs [--node PATH] [--pairs 8] [--seconds 6] [--commands top,record] [--heapwise ./heapwise]
//
// wrk and heapwise run on the other core. In each pair, first one server is watched and then the other, which cancels out any difference
// between the two; other load on the machine affects both. The table has the median of the pairs' ratios, and their quartiles.
import { spawn, execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import os from 'node:os';
import fs from 'node:fs';

const option = (name, fallback) => { const at = process.argv.indexOf(`--${name}`); return at > 0 ? process.argv[at + 1] : fallback };
const here = path.dirname(fileURLToPath(import.meta.url));
const node = option('node', process.execPath), pairs = +option('pairs', 8), seconds = +option('seconds', 6);
const heapwise = option('heapwise', path.join(here, '..', '..', 'heapwise'));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'heapwise-overhead-'));
const pinned = core => fs.existsSync('/usr/bin/taskset') && os.cpus().length > 1 ? ['taskset', '-c', `${core}`] : [];

const start = async () => {
  const [program, ...rest] = [...pinned(0), node, path.join(here, 'server.js')];
  const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'ignore'] });
  const port = await new Promise(done => child.stdout.on('data', text => done(/ready (\d+)/.exec(text)[1])));
  return { child, port, pid: child.pid };
};
const servers = [await start(), await start()];

const rate = ({ port }, time) => {
  const [program, ...rest] = [...pinned(1), 'wrk', '-t1', '-c8', `-d${time}s`, `http://127.0.0.1:${port}/`];
  return new Promise((done, fail) => {
    const wrk = spawn(program, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    wrk.stdout.on('data', part => { text += part });
    wrk.on('close', () => { const found = /Requests\/sec:\s+([\d.]+)/.exec(text); found ? done(+found[1]) : fail(new Error(text)) });
  });
};
const both = (time = seconds) => Promise.all(servers.map(server => rate(server, time)));

const commands = {
  nothing: null,
  top: pid => ['top', `${pid}`, '--format', 'json'],
  guard: pid => ['guard', '--pid', `${pid}`, '--interval', '1s', '--store', path.join(folder, 'history.db'), '--folder', folder],
  'gc --watch': pid => ['gc', `${pid}`, '--watch', '--format', 'json'],
  'diagnose --no-snapshot': pid => ['diagnose', '--pid', `${pid}`, '--no-snapshot', '--every', '1m', '--rounds', '60', '--max-rounds', '0'],
  record: pid => ['record', `${pid}`, '--duration', '10m', '-o', path.join(folder, 'a.heapprofile'), '--overwrite', '--format', 'json'],
};
// Seconds after which a server is as fast again as before a collection of all garbage.
const recovery = 30;

// Requests per second of both servers while the command watches one of them.
const watched = async (command, pid) => {
  if (!command) return both();
  const [program, ...rest] = [...pinned(1), heapwise, ...command(pid)];
  const child = spawn(program, rest, { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise(done => child.on('close', done));
  let isReady = false;
  ended.then(() => { isReady = true });
  if (command(pid)[0] !== 'diagnose') setTimeout(() => { isReady = true }, 3000);
  child.stderr.on('data', text => { if (text.includes('2/6')) isReady = true });
  // By then heapwise has attached, and chosen its interval by what the server allocates, so the load goes on meanwhile; diagnose says when
  // its baseline is read, in step 2 of 6. What is measured is the time between two readings.
  while (!isReady) await both(2);
  if (command(pid)[0] === 'diagnose') await both(recovery);
  if (child.exitCode !== null) throw new Error(`heapwise ${command(pid).join(' ')} exited with ${child.exitCode}`);
  const measured = await both();
  child.kill('SIGTERM');
  await ended;
  await both(recovery); // a command's last reading collects all garbage, which slows the server down for a while
  return measured;
};

const quantile = (sorted, q) => {
  const at = (sorted.length - 1) * q, low = Math.floor(at), high = Math.min(low + 1, sorted.length - 1);
  return sorted[low] + (sorted[high] - sorted[low]) * (at - low);
};
const percent = ratio => `${(100 * (ratio - 1)).toFixed(1)} %`;
await both(60); // until the young generation of both has stopped growing
const version = execFileSync(node, ['--version']).toString().trim();
console.log(`Node ${version}, ${os.cpus()[0].model}, ${os.cpus().length} cores, ${pairs} pairs of 2 x ${seconds} s\n`);
console.log('| command | requests per second unwatched | watched | change, median | quartiles |\n|---|---|---|---|---|');
const names = option('commands', Object.keys(commands).join(',')).split(',');
for (const name of names) {
  const command = commands[name];
  const ratios = [], without = [], withIt = [];
  for (let i = 0; i < pairs; i++) {
    const [first, second] = [await watched(command, servers[0].pid), await watched(command, servers[1].pid)];
    without.push(first[1], second[0]);
    withIt.push(first[0], second[1]);
    ratios.push(Math.sqrt((first[0] / first[1]) * (second[1] / second[0])));
  }
  for (const list of [ratios, without, withIt]) list.sort((a, b) => a - b);
  const cells = [
    name, quantile(without, 0.5).toFixed(0), quantile(withIt, 0.5).toFixed(0), percent(quantile(ratios, 0.5)),
    `${percent(quantile(ratios, 0.25))} to ${percent(quantile(ratios, 0.75))}`];
  console.log(`| ${cells.join(' | ')} |`);
}
for (const { child } of servers) child.kill();
fs.rmSync(folder, { recursive: true });
