// What the zoo knows about processes comes from /proc, not from what heapwise says.
import fs from 'node:fs';

export const wait = ms => new Promise(done => setTimeout(done, ms));

/** Waits until the condition holds; false when the time is up. */
export async function until(condition, ms, pause = 20) {
  for (const end = Date.now() + ms; ; await wait(pause)) {
    const value = await condition();
    if (value || Date.now() >= end) return value;
  }
}

const read = file => { try { return fs.readFileSync(file, 'latin1') } catch { return '' } };
const list = folder => { try { return fs.readdirSync(folder) } catch { return [] } };

/** State and start of a process: `{ state: 'S', start: '1234' }`; null where it has ended. */
export function statusOf(pid) {
  const words = read(`/proc/${pid}/stat`).split(') ').pop().split(' ');
  return words.length < 20 || 'ZX'.includes(words[0]) ? null : { state: words[0], start: words[19] };
}

export const isAlive = ({ pid, start }) => statusOf(pid)?.start === start;

export const allPids = () => list('/proc').filter(name => /^\d+$/.test(name)).map(Number);

/** Processes that inherited a variable. Pids that the caller has as its own children, by their environment at the start. */
export const withVariable = text => allPids().filter(pid => statusOf(pid) && read(`/proc/${pid}/environ`).split('\0').includes(text));

export function childrenOf(pid) {
  return list(`/proc/${pid}/task`)
    .flatMap(task => read(`/proc/${pid}/task/${task}/children`).split(' ').filter(Boolean).map(Number));
}

/** The sockets on which a process listens for TCP: `127.0.0.1:9229`-like text in the kernel's notation, and the socket's number. */
export function listening(pid) {
  const own = new Set(list(`/proc/${pid}/fd`).map(descriptor => {
    try { return fs.readlinkSync(`/proc/${pid}/fd/${descriptor}`).match(/^socket:\[(\d+)\]$/)?.[1] } catch { return undefined }
  }));
  return ['tcp', 'tcp6']
    .flatMap(table => read(`/proc/${pid}/net/${table}`).split('\n').slice(1))
    .map(row => row.trim().split(/ +/))
    .filter(row => row[3] === '0A' && own.has(row[9]))
    .map(row => ({ port: parseInt(row[1].split(':').pop(), 16), inode: row[9] }));
}

export const send = (pid, signal) => { try { process.kill(pid, signal); return true } catch { return false } };
