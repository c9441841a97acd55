// The targets: how each kind is started, what attaching to it comes to, and whether it is as it was before.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { allPids, childrenOf, isAlive, listening, send, statusOf, until, wait } from './system.mjs';

const other = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
const network = 'ip link set lo up; exec "$@"';

/**
 * attach: `yes` if every command works, `no` if each is refused, `maybe` if that depends on the command and the moment. answers: whether
 * it does while left alone, in time. end: how it may take SIGTERM, if not in each way. as: the program's kind, if not its own name.
 */
export const kinds = {
  idle: { attach: 'yes' },
  busy: { attach: 'yes' },
  loop: { attach: 'maybe', answers: false, end: ['default'] },
  bouts: { attach: 'maybe', isLate: true },
  outside: { attach: 'maybe', isLate: true },
  frozen: { as: 'idle', attach: 'no', isFrozen: true },
  handler: { attach: 'no' },
  'taken by a server': { as: 'idle', attach: 'no', bystander: { as: 'tcp' } },
  'taken by an inspector': { as: 'idle', attach: 'no', bystander: { as: 'idle', flags: ['--inspect=127.0.0.1:9229'] }, mayMove: true },
  'taken by silence': { as: 'idle', attach: 'no', bystander: { as: 'idle', flags: ['--inspect=127.0.0.1:9229'], isFrozen: true } },
  inspect: { as: 'idle', attach: 'yes', flags: ['--inspect=127.0.0.1:9229'] },
  'inspect anywhere': { as: 'busy', attach: 'yes', flags: ['--inspect=127.0.0.1:0'] },
  workers: { attach: 'yes' },
  cluster: { attach: 'yes', isCluster: true, end: ['default', 'exit'] },
  run: { as: 'idle', attach: 'yes', isRun: true },
  'other user': { as: 'idle', attach: 'yes', needsRoot: true, prefix: other },
  'by its user': { as: 'busy', attach: 'yes', needsRoot: true, prefix: other, heapwise: other },
  "root's": { as: 'idle', attach: 'no', needsRoot: true, heapwise: other },
  'other network': { as: 'idle', attach: 'yes', needsRoot: true, isElsewhere: true, prefix: ['unshare', '-n', 'sh', '-c', network, 'sh'] },
  container: {
    as: 'idle', attach: 'yes', needsRoot: true, isElsewhere: true, end: ['exit', 'close'], isInit: true,
    prefix: ['unshare', '-n', '-p', '-f', '--kill-child', '--mount-proc', 'sh', '-c', network, 'sh'],
  },
  limited: { as: 'large', attach: 'yes', needsRoot: true, isLimited: true },
};

export const programFile = fileURLToPath(new URL('target.cjs', import.meta.url));

let made = 0;

/** Starts a target of the kind and waits until it serves. */
export async function startTarget(name, kind, world, random) {
  const socket = path.join(world.folder, `${++made}.sock`), port = 3000 + made % 5000, major = random.of(world.majors);
  const end = random.of(kind.end ?? ['default', 'exit', 'close']);
  const group = kind.isLimited ? path.join(world.groups, `heapwise-zoo-${process.pid}-${made}`) : null;
  if (group) fs.mkdirSync(group);
  const prefix = [
    ...(kind.prefix ?? []),
    ...(group ? ['sh', '-c', `echo $$ > ${group}/cgroup.procs; exec "$@"`, 'sh'] : []),
    ...(kind.isRun ? [...world.heapwise, 'run', '--folder', path.join(world.folder, 'near-limit'), '--'] : []),
  ];
  const words = [...prefix, world.nodes[major], ...(kind.flags ?? []), programFile, socket, kind.as ?? name, String(port)];
  const child = spawn(words[0], words.slice(1), {
    cwd: world.folder, env: { ...world.environment, ZOO_END: end }, stdio: ['ignore', 'pipe', 'pipe'], detached: true,
  });
  const exit = new Promise(done => child.on('exit', (code, signal) => done(signal ?? code)));
  let errors = '';
  child.stderr.on('data', data => errors += data);
  await new Promise((done, fail) => {
    child.stdout.once('data', done);
    exit.then(code => fail(new Error(`a target ended at its start with ${code}: ${words.join(' ')}\n${errors}`)));
  });
  const pid = kind.isInit ? childrenOf(child.pid)[0] : child.pid;
  const target = { name, kind, major, pid, first: child.pid, start: statusOf(pid).start, socket, port, exit, end, group };
  if (kind.isCluster) await until(() => childrenOf(pid).length === 2 && ask(`${socket}.workers`), 5000);
  target.family = [pid, ...(kind.isCluster ? childrenOf(pid) : [])].map(id => ({ pid: id, start: statusOf(id).start }));
  target.meant = kind.isCluster ? random.of(target.family).pid : pid;
  target.spec = name === 'workers' && random.chance(0.6) ? `${pid}/worker:${random.of([1, 2])}` : `${target.meant}`;
  target.answer = await ask(socket, 5000);
  target.sockets = socketsOf(target);
  if (group) limit(group, 30e6 + random.under(400e6));
  if (kind.isFrozen) send(pid, 'SIGSTOP');
  return target;
}

/** What it answers, or undefined. */
export const ask = (socketPath, timeout = 1000) => new Promise(done => {
  const request = http.get({ socketPath, timeout, agent: false }, response => {
    let text = '';
    response.on('data', data => text += data).on('end', () => { try { done(JSON.parse(text)) } catch { done(undefined) } });
  });
  request.on('timeout', () => request.destroy()).on('error', () => done(undefined));
});

export const socketsOf = target => target.family
  .flatMap(({ pid }) => listening(pid).map(socket => `${socket.port}/${socket.inode}`)).sort().join(' ');

export const isWhole = target => target.family.every(isAlive);

/** Ends it, however it is; nothing of it stays. */
export async function endTarget(target) {
  for (const { pid, start } of target.family) if (isAlive({ pid, start })) send(pid, 'SIGKILL');
  for (const pid of allPids().filter(pid => pid === target.first && isAlive({ pid, start: statusOf(pid)?.start }))) send(pid, 'SIGKILL');
  await Promise.race([target.exit, wait(5000)]);
  for (let i = 0; target.group && fs.existsSync(target.group) && i < 100; i++) try { fs.rmdirSync(target.group) } catch { await wait(50) }
}

/** What SIGTERM makes of it: its code or the signal. */
export const expectedEnd = target => ({ default: target.name === 'stubborn' ? null : 'SIGTERM', exit: 7, close: 0 })[target.end];

function limit(group, room) {
  const used = Number(fs.readFileSync(path.join(group, 'memory.usage_in_bytes'), 'utf8'));
  for (const name of ['memory.limit_in_bytes', 'memory.memsw.limit_in_bytes'])
    if (fs.existsSync(path.join(group, name))) fs.writeFileSync(path.join(group, name), String(Math.round(used + room)));
}
