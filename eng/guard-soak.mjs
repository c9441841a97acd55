// What the guard itself costs: starts Node programs and `heapwise guard`, and reads the guard's processor time and resident memory from
// /proc while it works. Quiet programs show the cost of watching; with --leak, one of them leaks and is cured again and again, so that
// alerts, captures and rotation happen, too. Not part of ./check.
//   node eng/guard-soak.mjs --heapwise artifacts/heapwise/heapwise                       30 minutes, one quiet program, a turn a minute
//   node eng/guard-soak.mjs --heapwise … --targets 50 --minutes 10                       fifty quiet programs
//   node eng/guard-soak.mjs --heapwise … --leak --interval 1s                            alerts and captures all the time
// The exit code is 1 if the guard's memory was still growing in the second half.
import {spawn} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, readdirSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {parseArgs} from 'node:util';

const {values: options} = parseArgs({
  options: {
    heapwise: {type: 'string', default: 'heapwise'},
    node: {type: 'string', default: process.execPath},
    targets: {type: 'string', default: '1'},
    minutes: {type: 'string', default: '30'},
    interval: {type: 'string', default: '60s'},
    leak: {type: 'boolean', default: false},
  },
});

const QUIET = "const kept = []; for (let i = 0; i < 20000; i++) kept.push({i, text: 'entry ' + i}); setInterval(() => {}, 1000)";
const LEAKING = `
  let kept = [], n = 0;
  setInterval(() => {
    for (let i = 0; i < 2000; i++) kept.push({n: n++, text: 'entry ' + n});
    if (kept.length > 900000) { kept = []; gc(); }
  }, 20)`;
const PAGE = 4096;
const TICKS_PER_SECOND = 100;

const folder = mkdtempSync(join(tmpdir(), 'guard-soak-'));
const program = (source, ...flags) => spawn(options.node, [...flags, '-e', `/* guard-soak */ ${source}`], {stdio: 'ignore'});
const quiet = Array.from({length: Number(options.targets)}, () => program(QUIET));
const leaking = options.leak ? [program(LEAKING, '--expose-gc', '--max-old-space-size=150')] : [];
const environment = {
  ...process.env,
  XDG_STATE_HOME: folder,
  ...(options.leak && {HEAPWISE_GUARD__COOLDOWN: '20s', HEAPWISE_GUARD__EVIDENCE__SECONDAFTER: '5s', HEAPWISE_GUARD__WARMUP: '10s'}),
};
const [heapwise, ...words] = options.heapwise.split(' ');
words.push('guard', '--name', 'guard-soak', '--interval', options.interval);
words.push('--folder', join(folder, 'snapshots'), '--log', join(folder, 'events'));
const guard = spawn(heapwise, words, {env: environment, stdio: ['ignore', 'ignore', 'pipe']});
let said = '';
guard.stderr.on('data', text => (said += text));

const samples = [];
const started = Date.now();
process.on('SIGINT', end);
await sleep(5000); // it has started
const first = read();
console.log(`${'minute'.padStart(7)} ${'RSS'.padStart(9)} ${'processor'.padStart(10)}`);
while (Date.now() - started < Number(options.minutes) * 60_000 && guard.exitCode === null) {
  await sleep(10_000);
  const now = read();
  if (!now) break;
  samples.push(now);
  if (samples.length % 6 === 0) {
    const minute = ((now.at - started) / 60_000).toFixed(1);
    console.log(`${minute.padStart(7)} ${mb(now.rss).padStart(9)} ${share(now).padStart(10)}`);
  }
}

const last = samples.at(-1);
const half = samples.slice(Math.floor(samples.length / 2));
const [third, fourth] = [half.slice(0, half.length / 2), half.slice(half.length / 2)].map(most);
const isGrowing = fourth > third * 1.05 + 1e6;
console.log(
  `${options.targets} programs, a turn every ${options.interval}: ${share(last)} of a core, `
  + `RSS ${mb(last.rss)}, at most ${mb(most(samples))}; third quarter ${mb(third)}, last ${mb(fourth)}`);
console.log(`${said.split('\n').filter(line => /critical|warning/.test(line)).length} alerts, ${files('snapshots').length} snapshots kept`);
if (isGrowing) console.log('The guard was still growing.');
end(isGrowing ? 1 : 0);

function read() {
  try {
    const stat = readFileSync(`/proc/${guard.pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return {at: Date.now(), seconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND, rss: Number(fields[21]) * PAGE};
  } catch {
    return null; // it has ended
  }
}

/** Of a core, since the first reading. */
function share(now) {
  return `${(100 * (now.seconds - first.seconds) / ((now.at - first.at) / 1000)).toFixed(3)} %`;
}

function most(part) {
  return Math.max(...part.map(sample => sample.rss));
}

function files(name) {
  try {
    return readdirSync(join(folder, name));
  } catch {
    return [];
  }
}

function mb(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function sleep(time) {
  return new Promise(resolve => setTimeout(resolve, time));
}

function end(code) {
  for (const child of [guard, ...quiet, ...leaking]) child.kill();
  rmSync(folder, {recursive: true, force: true});
  process.exit(typeof code === 'number' ? code : 130);
}
