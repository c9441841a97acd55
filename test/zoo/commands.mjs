// The commands: their arguments, how long they take by themselves, and the exit codes that docs/cli.md promises.
import { spawn } from 'node:child_process';
import path from 'node:path';

const attach = ['--timeout', '5s'], diagnosis = ['--attach-timeout', '5s'];
const rounds = ['--every', '700ms', '--rounds', '2', '--max-rounds', '4', '--idle', '100ms', '--settle-timeout', '1s'];
const load = port => [
  '--load', `http://127.0.0.1:${port}/`, '--requests', '23', '--warmup', '5', '--rounds', '2', '--max-rounds', '4', '--idle', '100ms',
  '--settle-timeout', '1s', '--timeout', '5s', '--ready-timeout', '5s',
];

/** ms: its own length. keeps: what it has when it is stopped early is a result, so that it exits with 0. */
const attached = {
  stats: ({ spec }) => ({ args: ['stats', spec, '--duration', '500ms', ...attach], ms: 500 }),
  gc: ({ spec }) => ({ args: ['gc', spec, ...attach], ms: 0 }),
  'gc --watch': ({ spec }) => ({ args: ['gc', spec, '--watch', '--duration', '2s', ...attach], ms: 2000, keeps: true }),
  top: ({ spec, file }) => ({
    args: ['top', spec, '--duration', '2s', '--every', '500ms', '--record', file('jsonl'), ...attach], ms: 2000, keeps: true,
  }),
  record: ({ spec, file }) => ({
    args: ['record', spec, '--duration', '2s', '-o', file('heapprofile'), '--report', file('svg'), ...attach], ms: 2000, keeps: true,
  }),
  timeline: ({ spec, file }) => ({
    args: ['record', spec, '--timeline', '--duration', '1s', '-o', file('heaptimeline'), ...attach], ms: 1000, keeps: true, captures: true,
  }),
  snapshot: ({ spec, file }) => ({ args: ['snapshot', spec, '-o', file('heapsnapshot'), ...attach], ms: 0, captures: true }),
  snapshots: ({ spec, file }) => ({
    args: ['snapshot', spec, '-o', file('heapsnapshot'), '--count', '2', '--every', '1s', ...attach], ms: 1000, captures: true,
  }),
  diagnose: ({ spec, file }) => ({
    args: ['diagnose', '--pid', spec, ...rounds, '-o', file('json'), ...diagnosis], ms: 6000, captures: true, compares: true,
  }),
  verify: ({ spec, report }) => ({
    args: ['verify', '--against', report, '--pid', spec, ...rounds, ...diagnosis], ms: 6000, captures: true, compares: true, codes: [0, 1],
  }),
  ps: () => ({ args: ['ps'], ms: 0, attaches: false }),
  'ps --repair': () => ({ args: ['ps', '--repair'], ms: 0, attaches: false }),
};

const loaded = ({ spec, port, file }) => ({
  args: ['diagnose', '--pid', spec, ...load(port), '-o', file('json'), ...diagnosis], ms: 6000, captures: true, compares: true,
  codes: [0, 1],
});

/** Programs that heapwise starts itself. */
const started = {
  'record --': ({ program, file }) => ({
    args: ['record', '--duration', '2s', '-o', file('heapprofile'), '--', ...program], ms: 2000, keeps: true,
  }),
  'top --': ({ program }) => ({ args: ['top', '--duration', '2s', '--every', '500ms', '--', ...program], ms: 2000, keeps: true }),
  'gc --watch --': ({ program }) => ({ args: ['gc', '--watch', '--duration', '2s', '--', ...program], ms: 2000, keeps: true }),
  'diagnose --': ({ program, port, file }) => ({
    args: ['diagnose', ...load(port), '-o', file('json'), '--', ...program], ms: 6000, captures: true, codes: [0, 1],
  }),
};

const complete = (name, facts) => ({ name, attaches: true, keeps: false, captures: false, codes: [0], ...facts });

/** One that suits the target, with the exit codes that it may have if nothing disturbs it. */
export function chooseAttached(target, file, report, random) {
  const canLoad = !target.kind.isElsewhere && !target.kind.isCluster && !target.spec.includes('/');
  const name = random.of([...Object.keys(attached), ...(canLoad ? ['diagnose --load'] : [])]);
  const command = complete(name, (attached[name] ?? loaded)({ spec: target.spec, port: target.port, file, report }));
  const moves = Boolean(target.kind.mayMove && command.attaches && random.chance(0.5));
  if (moves) command.args.push('--move-inspector');
  if (command.attaches) command.codes = codesOf(command, target.kind, moves);
  return command;
}

export function chooseStarted(program, port, file, random) {
  const name = random.of(Object.keys(started));
  return complete(name, started[name]({ program, port, file }));
}

function codesOf(command, kind, moves) {
  if (kind.attach === 'no' && !moves) return [2];
  if (kind.attach === 'maybe') return [...command.codes, 2];
  return kind.isLimited && command.captures ? [...command.codes, 3] : command.codes;
}

/** What two commands on one target do to each other: an inspector that one has moved for serves both, and V8 renumbers objects. */
export function allowEachOther(commands) {
  const movers = commands.filter(command => command.args.includes('--move-inspector'));
  for (const command of commands) {
    if (movers.length > 0 && !movers.includes(command)) command.codes = [...new Set([...command.codes, 0])];
    const recorded = 'is being recorded by another run of heapwise';
    command.isSpoiltBy = new RegExp(command.compares ? `V8 numbered its objects anew|${recorded}` : recorded);
  }
}

/** Starts heapwise in a process group of its own. */
export function runHeapwise(world, args, { prefix = [], mark = '', cwd = world.out } = {}) {
  const words = [...prefix, ...world.heapwise, ...args], begin = Date.now();
  const environment = { ...world.environment, ...(prefix.length ? { HOME: world.other, XDG_STATE_HOME: world.other } : {}), ZOO_RUN: mark };
  const child = spawn(words[0], words.slice(1), { cwd, env: environment, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const run = { child, pid: child.pid, words, begin, out: '', err: '', hasEnded: false };
  child.stdout.on('data', data => run.out += data);
  child.stderr.on('data', data => run.err += data);
  run.done = new Promise(done => child.on('close', (code, signal) => {
    run.hasEnded = true;
    Object.assign(run, { code, signal, ms: Date.now() - begin });
    done(run);
  }));
  return run;
}

/** For a person to paste, as far as pids are the same. */
export const quote = words => words.map(word => (/^[\w./:=,@%+-]+$/.test(word) ? word : `'${word}'`)).join(' ');
export const shorten = (world, words) =>
  quote(words.slice(words.indexOf(world.heapwise.at(-1)) + 1)).replaceAll(path.join(world.out, '/'), '');
