// Many targets at once: a command for each of a crowd of servers, all side by side, as a loop over every process of a machine runs them.
import fs from 'node:fs';
import path from 'node:path';
import { runHeapwise } from './commands.mjs';
import { Limits } from './invariants.mjs';
import { createRandom } from './round.mjs';
import { until } from './system.mjs';
import { ask, endTarget, isWhole, kinds, socketsOf, startTarget } from './targets.mjs';

const rounds = ['--every', '700ms', '--rounds', '2', '--max-rounds', '4', '--idle', '100ms'];
const waves = {
  stats: target => ['stats', target.spec, '--format', 'json'],
  gc: target => ['gc', target.spec, '--format', 'json'],
  record: (target, world) => ['record', target.spec, '--duration', '5s', '--format', 'json', '-o', path.join(world.out, target.spec)],
  diagnose: target => ['diagnose', '--pid', target.spec, '--format', 'json', ...rounds],
};

/** Returns how many things were wrong, after a line about each, and one about each command. */
export async function playCrowd(world, size) {
  const random = createRandom(world.seed, 0), targets = [], violations = [];
  try {
    for (let i = 0; i < size + 3; i++) targets.push(await startTarget('idle', kinds.idle, world, random));
    const attached = targets.slice(3); // the first three are bystanders
    for (const [name, args] of Object.entries(waves)) {
      const chosen = name === 'diagnose' ? attached.slice(0, Math.ceil(size / 5)) : attached, begin = Date.now();
      const runs = chosen.map(target => runHeapwise(world, args(target, world)));
      const memory = watchMemory(runs);
      await Promise.all(runs.map(run => run.done));
      const seconds = ms => `${(ms / 1000).toFixed(1)} s`, { each, all } = memory.stop();
      const times = `${seconds(Date.now() - begin)}, the first after ${seconds(Math.min(...runs.map(run => run.ms)))}`;
      console.log(`${name}: ${runs.length} at once in ${times}; ${each} MB each at most, ${all} MB together`);
      for (const [i, run] of runs.entries()) violations.push(...checkAnswer(run, chosen[i]).map(problem => `${name}: ${problem}`));
      for (const target of targets) violations.push(...(await checkTarget(target)).map(problem => `${name}: ${problem}`));
    }
  } finally {
    for (const target of targets) await endTarget(target);
  }

  for (const name of fs.readdirSync(world.out)) fs.rmSync(path.join(world.out, name));
  for (const violation of violations) console.log(`VIOLATION seed ${world.seed}: ${violation}`);
  return violations.length;
}

function checkAnswer({ code, signal, out, err }, target) {
  if (code !== 0) return [`exit code ${signal ?? code} for ${target.spec}: ${err.trim()}`];
  const answer = JSON.parse(out), about = answer.processId ?? answer.process.pid;
  return about === target.pid ? [] : [`the answer for ${target.spec} is about ${about}`];
}

async function checkTarget(target) {
  const problems = [], name = `target ${target.spec} (Node ${target.major})`;
  if (!isWhole(target)) return [`${name} has ended`];
  if (!await until(() => socketsOf(target) === target.sockets, Limits.close)) problems.push(`${name} listens at ${socketsOf(target)}`);
  const said = { ...await ask(target.socket, Limits.answer), requests: 1 };
  if (JSON.stringify(said) !== JSON.stringify(target.answer)) problems.push(`${name} answers ${JSON.stringify(said)}`);
  return problems;
}

/** The most memory that a run had, and that all had together (in MB, pages that they share counted in each). */
function watchMemory(runs) {
  let each = 0, all = 0;
  const read = pid => {
    try { return Number(fs.readFileSync(`/proc/${pid}/status`, 'latin1').match(/VmRSS:\s+(\d+)/)?.[1] ?? 0) } catch { return 0 }
  };
  const timer = setInterval(() => {
    const sizes = runs.filter(run => !run.hasEnded).map(run => read(run.pid));
    each = Math.max(each, ...sizes);
    all = Math.max(all, sizes.reduce((sum, size) => sum + size, 0));
  }, 250);
  return { stop() { clearInterval(timer); return { each: Math.round(each / 1000), all: Math.round(all / 1000) } } };
}
