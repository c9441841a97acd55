// One round: a target, one or two commands, a disturbance at a random moment, and then the question whether all is as it was.
import path from 'node:path';
import { allowEachOther, chooseAttached, chooseStarted, runHeapwise } from './commands.mjs';
import { checkFiles, checkRun, Limits } from './invariants.mjs';
import { isAlive, send, statusOf, until, wait, withVariable } from './system.mjs';
import { ask, endTarget, expectedEnd, isWhole, kinds, programFile, socketsOf, startTarget } from './targets.mjs';

const startedKinds = ['idle', 'busy', 'loop', 'stubborn', 'workers', 'cluster', 'short'];
const onHeapwise = ['nothing', 'nothing', 'nothing', 'KILL', 'KILL', 'KILL', 'HUP', 'INT', 'TERM', 'TERM TERM', 'TERM TERM', 'HUP TERM'];
const onTarget = ['target TERM', 'target KILL', 'target STOP'];

/** Numbers that a seed and a round's number determine. */
export function createRandom(seed, round) {
  let state = (seed * 0x9e3779b1 + round * 0x85ebca6b) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { under: limit => next() * limit, of: list => list[Math.floor(next() * list.length)], chance: share => next() < share };
}

/** Plays it; `what` says what was done, `violations` what came out wrong. */
export async function playRound(number, world) {
  const random = createRandom(world.seed, number);
  const round = { number, random, world, targets: [], runs: [], violations: [], what: '' };
  let files = 0;
  round.file = ending => path.join(world.out, `${number}-${++files}.${ending}`);
  round.mark = `${process.pid}-${number}`;
  try {
    const isStarted = world.isKind('started') && (random.chance(0.15) || !Object.keys(kinds).some(world.isKind));
    await (isStarted ? playStarted(round) : playAttached(round));
    await checkFiles(round);
  } catch (problem) {
    round.violations.push(`the script failed: ${problem.stack.replaceAll(/\n\s*/g, ' | ')}`);
  } finally {
    for (const run of round.runs) if (!run.hasEnded) send(run.pid, 'SIGKILL');
    for (const target of round.targets) {
      clearInterval(target.watch);
      await endTarget(target);
    }

    for (const pid of withVariable(`ZOO_RUN=${round.mark}`)) send(pid, 'SIGKILL');
  }

  return round;
}

async function playAttached(round) {
  const { random, world } = round;
  const name = random.of(Object.keys(kinds).filter(name => world.isKind(name) && (world.isRoot || !kinds[name].needsRoot)));
  const kind = kinds[name], start = async (name, kind) => {
    const target = await startTarget(name, kind, world, random);
    round.targets.push(target);
    watchSockets(target);
    return target;
  };
  const bystander = kind.bystander ? await start('bystander', kind.bystander) : null;
  const target = await start(name, kind);
  const second = random.of(['same', 'same', 'other', '', '', '', '']);
  const free = { attach: 'yes', flags: kind.flags ? ['--inspect-port=127.0.0.1:0'] : [] };
  const another = second === 'other' && kind.attach === 'yes' && !kind.heapwise ? await start('idle', free) : target;
  const asked = second ? [target, another] : [target];
  const commands = asked.map(target => chooseAttached(target, round.file, world.report, random));
  if (second && another === target) allowEachOther(commands);
  const victim = Math.floor(random.under(asked.length));
  const action = random.of(kind.isFrozen || kind.bystander ? onHeapwise : [...onHeapwise, ...onTarget]);
  round.what = `${name}, Node ${target.major} (${target.end})`;
  for (const [i, command] of commands.entries()) {
    if (i > 0) await wait(random.under(1500));
    const prefix = world.isRoot ? kind.heapwise : [];
    round.runs.push(Object.assign(runHeapwise(world, command.args, { prefix, mark: round.mark }), { command, target: asked[i] }));
  }

  const runs = round.runs;
  await disturb(round, runs[victim], action);
  await Promise.all(runs.map(run => checkRun(round, run)));
  if (target.kind.isFrozen && statusOf(target.pid)?.state !== 'T') round.violations.push('a frozen target runs');
  if (target.isStopped || target.kind.isFrozen) send(target.pid, 'SIGCONT');
  await repair(round, action, action === 'KILL' ? runs[victim].target : target, commands);
  for (const other of round.targets) if (other !== bystander) await checkTarget(round, other);
  if (bystander) await checkBystander(round, bystander, commands.some(command => command.args.includes('--move-inspector')));
  await checkProcesses(round);
}

/** Notes when a target's sockets change, to explain a violation. */
function watchSockets(target) {
  const begin = Date.now();
  let last = target.sockets;
  target.history = '';
  target.watch = setInterval(() => {
    const now = socketsOf(target);
    if (now !== last) target.history += ` ${Date.now() - begin} ms: ${now || 'none'};`;
    last = now;
  }, 15);
}

/** Does it at a moment between the start of heapwise and a little after its end, often when the target has just opened its inspector. */
async function disturb(round, run, action) {
  const { random } = round, { target } = run;
  const moment = random.of(['opened', 'early', 'late']), delay = random.under(80);
  const early = 200 + random.under(1500), late = 500 + random.under(run.command.ms + 3500), gap = random.of([0, 30, 700, 1800]);
  const stop = 300 + random.under(4000);
  if (action === 'nothing') return;
  if (moment === 'opened') {
    await until(() => run.hasEnded || socketsOf(target) !== target.sockets, 3000, 2);
    await wait(delay);
  } else {
    await wait(moment === 'early' ? early : late);
  }

  run.action = action;
  round.what += `, ${action} after ${Date.now() - run.begin} ms`;
  if (run.hasEnded) round.what += ' (had ended)';
  else if (action.startsWith('target ')) await disturbTarget(round, target, action, stop);
  else for (const [i, signal] of action.split(' ').entries()) {
    if (i > 0) await wait(gap);
    run.signalled ??= Date.now();
    send(run.pid, `SIG${signal}`);
  }
}

async function disturbTarget(round, target, action, stop) {
  send(target.pid, `SIG${action.split(' ')[1]}`);
  for (const run of round.runs) if (run.target === target) run.isTargetDisturbed = true;
  if (action === 'target STOP') {
    await wait(stop);
    send(target.pid, 'SIGCONT');
    target.wasStopped = true;
    return;
  }

  target.isAsked = true;
  const expected = action === 'target KILL' ? 'SIGKILL' : expectedEnd(target), isInit = target.kind.isInit && action === 'target KILL';
  const code = await Promise.race([target.exit, wait(Limits.end).then(() => 'nothing')]);
  if (code !== expected && !isInit) round.violations.push(`target ended with ${code} instead of ${expected} while heapwise was attached`);
}

/** What the documentation promises is done by the next command, where the last one could not do it. */
async function repair(round, action, target, commands) {
  const { random, world } = round;
  const canStay = action === 'KILL' || target.wasStopped || target.kind.isLate;
  const byAttaching = random.chance(0.5) && target.kind.attach === 'yes';
  if (!canStay || !isWhole(target)) return;
  if (target.kind.isLate) await ask(target.socket, 10_000);
  const moves = commands.some(command => command.args.includes('--move-inspector'));
  const args = byAttaching || (moves && random.chance(0.5)) ? ['stats', `${target.meant}`, '--timeout', '10s'] : ['ps', '--repair'];
  const prefix = world.isRoot ? target.kind.heapwise : [];
  const run = Object.assign(runHeapwise(world, args, { prefix, mark: round.mark }), { target });
  run.command = { name: args.slice(0, 2).join(' '), codes: byAttaching || args[0] === 'ps' ? [0] : [0, 2], ms: 1000 };
  round.runs.push(run);
  round.what += `, then ${args[0]}`;
  await checkRun(round, run);
}

/** It runs, answers and listens as before, and ends as it would have. */
async function checkTarget(round, target) {
  const fail = problem => round.violations.push(`${problem} (target ${target.name}, Node ${target.major})`);
  if (target.isAsked) return;
  if (!isWhole(target)) return fail(`target ended: ${await Promise.race([target.exit, wait(500).then(() => 'a worker of it')])}`);
  const patience = target.kind.isLate ? Limits.slow : Limits.close;
  if (!await until(() => socketsOf(target) === target.sockets, patience))
    fail(`listens at ${socketsOf(target) || 'nothing'} instead of ${target.sockets || 'nothing'}, after${target.history}`);
  if (target.kind.answers !== false) {
    const answer = await ask(target.socket, Limits.answer);
    if (!answer) fail('target does not answer any more');
    else if (answer.debugPort !== target.answer.debugPort) fail(`process.debugPort is ${answer.debugPort}, not ${target.answer.debugPort}`);
  }

  if (!isWhole(target)) return fail('target ended after the command');
  send(target.pid, 'SIGTERM');
  const code = await Promise.race([target.exit, wait(Limits.end).then(() => 'nothing')]);
  if (code !== expectedEnd(target)) fail(`target ended with ${code} instead of ${expectedEnd(target)} on SIGTERM`);
}

async function checkBystander(round, bystander, mayMove) {
  const ports = text => text.replaceAll(/\/\d+/g, ''), fail = problem => round.violations.push(`${problem} (bystander)`);
  if (!isAlive(bystander)) return fail('bystander ended');
  const isSame = () => (mayMove ? ports(socketsOf(bystander)) === ports(bystander.sockets) : socketsOf(bystander) === bystander.sockets);
  if (!await until(isSame, Limits.close)) fail(`listens at ${socketsOf(bystander)} instead of ${bystander.sockets}`);
  if (bystander.kind.isFrozen) return;
  const answer = await ask(bystander.socket, Limits.answer);
  if (answer?.debugPort !== bystander.answer.debugPort) fail(`answers ${JSON.stringify(answer)}`);
  if (answer?.touched) fail('was connected to');
}

async function playStarted(round) {
  const { random, world } = round, number = round.number;
  const kind = random.of(startedKinds), major = random.of(world.majors), port = 8000 + number;
  const socket = path.join(world.folder, `started${number}.sock`);
  const program = [world.nodes[major], programFile, socket, kind, String(port)];
  const command = chooseStarted(program, port, round.file, random);
  const action = random.of([...onHeapwise, 'KILL']);
  if (kind === 'loop' || kind === 'short') command.codes = [0, 1, 2];
  round.what = `started ${kind}, Node ${major}`;
  const target = { kind: {}, family: [], sockets: '', name: kind, major };
  const run = Object.assign(runHeapwise(world, command.args, { mark: round.mark }), { command, target });
  round.runs.push(run);
  await disturb(round, run, action);
  await checkRun(round, run);
  await checkProcesses(round);
}

/** Nothing that heapwise started runs on. */
async function checkProcesses(round) {
  const left = () => withVariable(`ZOO_RUN=${round.mark}`);
  if (await until(() => left().length === 0, Limits.leftProcesses, 100)) return;
  round.violations.push(`processes that heapwise started still run: ${left().join(', ')}`);
}
