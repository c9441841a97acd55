// What must hold of each run of heapwise, and of the files of all.
import fs from 'node:fs';
import path from 'node:path';
import { runHeapwise, shorten } from './commands.mjs';
import { send, wait } from './system.mjs';
import { endTarget, startTarget } from './targets.mjs';

/** Milliseconds. Generous, because the machine may be loaded: a hang is for ever, or for a default of half a minute and more. */
export const Limits = {
  run: 40_000, // beyond the command's own length: start, attaching, requests, leaving
  slow: 25_000, // more for a target whose loop turns seldom
  signalled: 20_000, // from the first signal to the end
  early: 3_000, // before its handlers are there, a signal has the system's effect
  late: 1_000, // before its end, a signal need not have an effect any more
  close: 4_000, // until the sockets of a process are as before
  answer: 10_000,
  end: 10_000,
  leftProcesses: 14_000,
};

const raw = [
  /^\s+at [\w.<>]+[.(]/m, /unhandled/i, /\bSystem\.\w/, /internal error/, /Exception\b/, /base stream/i, /disposed object/i,
  /object reference/i, /(task|operation) was cancell?ed/i, /index was out/i, /value cannot be null/i, /Invalid argument :/,
  /net_\w+_/, /sequence contains/i,
];

/** Waits for the end of a run, within its bound, and looks at its exit code and its words. */
export async function checkRun(round, run) {
  const { command, target } = run;
  const fail = problem => round.violations.push(`${problem} | ${shorten(round.world, run.words)}`);
  const bound = Limits.run + command.ms + (target.kind.isLate ? Limits.slow : 0);
  while (!run.hasEnded) {
    const now = Date.now();
    const isOver = run.signalled ? now - run.signalled > Limits.signalled : now - run.begin > bound;
    if (isOver) {
      fail(run.signalled ? `still runs ${now - run.signalled} ms after ${run.action}` : `still runs after ${now - run.begin} ms`);
      send(run.pid, 'SIGKILL');
    }

    await Promise.race([run.done, wait(250)]);
  }

  const { code, signal, ms, err } = await run.done;
  run.what = `${command.name} ${signal ?? code} ${ms} ms${err ? ` (${lastWords(run)})` : ''}`;
  const isSpoilt = code === 2 && command.isSpoiltBy?.test(err);
  if (!isSpoilt && !codesOf(run).includes(signal ?? code)) fail(`exit code ${signal ?? code} instead of ${codesOf(run).join(' or ')}`);
  for (const pattern of raw) if (pattern.test(err)) fail(`raw text: ${err.match(pattern)[0]}`);
  if ([2, 3, 130].includes(code) && !/^heapwise: \S/m.test(err)) fail(`exit code ${code} without a word`);
}

function codesOf({ command, action, signalled, begin, ms, isTargetDisturbed }) {
  const codes = [...command.codes];
  if (isTargetDisturbed) codes.push(2, ...(command.keeps ? [0] : []), ...(command.captures ? [3] : []));
  if (!signalled) return codes;
  if (action === 'KILL') return [...codes, 'SIGKILL'];
  const isEarly = signalled - begin < Limits.early, isLate = begin + ms - signalled < Limits.late;
  return [130, ...(isLate ? codes : command.keeps ? [0] : []), ...(isEarly ? [143, 129, 'SIGTERM', 'SIGINT', 'SIGHUP'] : [])];
}

const lastWords = run => run.err.trim().split('\n').at(-1).slice(0, 300);

/** All files left are whole, then removed. What a killed run leaves goes with the next command that writes there. */
export async function checkFiles(round) {
  const { world } = round, wasKilled = round.runs.some(run => run.action === 'KILL');
  if (wasKilled && unfinished(world).length > 0) {
    round.what += `, then removing ${unfinished(world).length}`;
    const { heapwise: prefix } = round.targets.find(target => target.kind.heapwise)?.kind ?? {};
    const target = await startTarget('idle', { flags: ['--inspect-port=127.0.0.1:0'], prefix }, world, round.random);
    const next = [
      ['snapshot', `${target.pid}`, '-o', path.join(world.out, 'next.heapsnapshot')],
      ['diagnose', '--pid', `${target.pid}`, '--every', '300ms', '--rounds', '2', '--max-rounds', '0', '--idle', '1ms'],
    ];
    for (const args of next) {
      const { code } = await runHeapwise(world, args, { prefix, mark: round.mark }).done;
      if (code !== 0) round.violations.push(`exit code ${code} of the next command | ${shorten(world, [...world.heapwise, ...args])}`);
    }

    await endTarget(target);
  }

  for (const name of unfinished(world)) {
    round.violations.push(`left behind: ${name}`);
    fs.rmSync(name, { recursive: true });
  }

  for (const name of fs.readdirSync(world.out)) {
    const file = path.join(world.out, name), problem = await findDamage(file, world);
    if (problem) round.violations.push(`${name} is damaged: ${problem}`);
    fs.rmSync(file, { recursive: true });
  }
}

const unfinished = world => [
  ...fs.readdirSync(world.out).filter(name => name.includes('.partial')).map(name => path.join(world.out, name)),
  ...fs.readdirSync(world.temporary).filter(name => !/^(clr-debug-pipe|dotnet-diagnostic|\.dotnet)/.test(name))
    .map(name => path.join(world.temporary, name)),
];

/** What is wrong with a file that has its final name; undefined where it is whole. */
async function findDamage(file, world) {
  const text = () => fs.readFileSync(file, 'utf8');
  try {
    if (/\.heap(snapshot|timeline)$/.test(file)) {
      const { code, err } = await runHeapwise(world, ['summary', file, '--no-index', '--quiet']).done;
      return code === 0 ? undefined : err.trim();
    }

    if (file.endsWith('.jsonl')) for (const line of text().split('\n').filter(Boolean)) JSON.parse(line);
    else if (file.endsWith('.svg')) return text().trimEnd().endsWith('</svg>') ? undefined : 'no end';
    else JSON.parse(text());
  } catch (problem) {
    return problem.message;
  }
}
