'use strict';
// One snapshot at a time in a folder, across threads, processes, and containers that share it. Node has no file locks, so the lock is a
// file that says whose it is. The lock of a process that has ended is taken over; while that is decided, a second file keeps others out.
const fs = require('fs');
const path = require('path');
const { threadId } = require('worker_threads');

const MaxAge = 3_600_000; // of a lock whose owner cannot be looked up: that of another container
const MaxTakeover = 10_000;

function read(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function link(file) {
  try {
    return fs.readlinkSync(file);
  } catch {
    return '';
  }
}

/** What tells one process from another whose id is the same: when it began (Linux), and in which namespace its id counts. */
function startOf(pid) {
  const stat = read(`/proc/${pid}/stat`) || '';
  return stat.slice(stat.lastIndexOf(')')).split(' ')[20] || ''; // a command's name may contain spaces and brackets
}

const namespace = () => `${(read('/proc/sys/kernel/random/boot_id') || '').trim()} ${link('/proc/self/ns/pid')}`;

const ageOf = file => {
  try {
    return Date.now() - fs.statSync(file).mtimeMs;
  } catch {
    return 0;
  }
};

function create(file, text) {
  try {
    fs.writeFileSync(file, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (problem) {
    if (problem.code === 'EEXIST') return false;
    throw problem;
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (problem) {
    return problem.code === 'EPERM';
  }
}

/** Whether the owner of a lock may still be at work. */
function isHeld(file) {
  const age = ageOf(file);
  if (age > MaxAge) return false;
  let owner;
  try {
    owner = JSON.parse(read(file));
  } catch {
    return age < MaxTakeover; // being written, or its owner was killed while it wrote
  }
  if (owner === null) return false; // given back
  if (owner.namespace !== namespace()) return true;
  return isRunning(owner.pid) && owner.start === startOf(owner.pid);
}

class FolderLock {
  #file; #text;

  constructor(file, text) { [this.#file, this.#text] = [file, text] }

  /** @returns the lock; null where another thread or process has it */
  static take(folder) {
    const file = path.join(folder, '.memory-guard.lock'), takeover = `${file}.takeover`;
    const text = JSON.stringify({ pid: process.pid, start: startOf(process.pid), namespace: namespace(), thread: threadId });
    if (create(file, text)) return new FolderLock(file, text);
    if (isHeld(file)) return null;
    if (ageOf(takeover) > MaxTakeover) fs.rmSync(takeover, { force: true }); // its owner was killed in these few lines
    if (!create(takeover, '')) return null;
    try {
      if (isHeld(file)) return null; // another took it over before us
      fs.rmSync(file, { force: true });
      return create(file, text) ? new FolderLock(file, text) : null;
    } finally {
      fs.rmSync(takeover, { force: true });
    }
  }

  giveBack() {
    if (read(this.#file) === this.#text) fs.rmSync(this.#file, { force: true });
  }
}

module.exports = { FolderLock };
