'use strict';
// The folder of snapshots. A file appears complete or not at all: it is written as `.partial`, forced to disk, and renamed. Names say whose
// a file is, so nothing of others is ever deleted:
//   memory-guard-server.js-20261130-101500-87pct-4711.0.heapsnapshot     program, time (UTC), how full, process, thread
const fs = require('fs');
const path = require('path');
const v8 = require('v8');
const { threadId } = require('worker_threads');
const { FolderLock } = require('./folder-lock');

const Name = /^memory-guard-(?<program>.+)-(?<time>\d{8}-\d{6})-\d+pct-\d+\.\d+\.heapsnapshot(?<partial>\.partial)?$/;
const MaxProgram = 40, HeadBytes = 16 << 10;

/** The script, as part of a file's name. */
function programName(script = process.argv[1]) {
  return path.basename(script || 'node').replace(/[^A-Za-z0-9._-]+/g, '_').slice(0, MaxProgram) || 'node';
}

class SnapshotFolder {
  #folder; #maxSnapshots; #program; #write;

  /**
   * @param {string} folder
   * @param {number} maxSnapshots of this program
   * @param {object} [parts] for tests
   */
  constructor(folder, maxSnapshots, { program = programName(), write = file => v8.writeHeapSnapshot(file) } = {}) {
    [this.#folder, this.#maxSnapshots, this.#program, this.#write] = [path.resolve(folder), maxSnapshots, program, write];
  }

  get path() { return this.#folder }

  /** When a snapshot of this program was last tried here, also by others and before a restart; 0 for never. */
  get lastTry() {
    try {
      return fs.statSync(this.#mark).mtimeMs;
    } catch {
      return 0;
    }
  }

  get #mark() { return path.join(this.#folder, `.memory-guard-${this.#program}.last`) }

  create() { fs.mkdirSync(this.#folder, { recursive: true, mode: 0o700 }) } // one that exists keeps its rights: it may be /tmp

  /** Makes sure that nobody else takes a snapshot in this folder. Whoever has the lock may delete what killed processes left. */
  lock() {
    const lock = FolderLock.take(this.#folder);
    if (lock) for (const name of this.#list()) if (Name.exec(name)?.groups.partial) this.#remove(name);
    return lock;
  }

  /** Deletes what killed processes left, if there is a folder and nobody uses it. */
  clean() {
    if (!fs.existsSync(this.#folder)) return;
    try {
      this.lock()?.giveBack();
    } catch {
      return; // not writable: said when a snapshot is wanted
    }
  }

  /** Notes that a snapshot is tried now: should it kill the program, the next one waits for its cooldown, too. */
  noteTry() {
    const now = new Date();
    fs.writeFileSync(this.#mark, '', { mode: 0o600 });
    fs.utimesSync(this.#mark, now, now); // an empty write leaves the time of an empty file
  }

  /**
   * Writes a snapshot of this thread's heap. The program stands still meanwhile.
   * @param {number} share how full the heap is
   * @returns {{ path: string, bytes: number, nodes: number | null, pauseMs: number }}
   */
  write(share) {
    const time = new Date().toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
    const name = `memory-guard-${this.#program}-${time}-${Math.round(share * 100)}pct-${process.pid}.${threadId}.heapsnapshot`;
    const file = path.join(this.#folder, name), partial = `${file}.partial`;
    try {
      fs.closeSync(fs.openSync(partial, 'wx', 0o600)); // V8 opens what is there, and a link that somebody laid is refused
      const start = performance.now();
      this.#write(partial);
      const { bytes, nodes } = complete(partial);
      fs.renameSync(partial, file);
      return { path: file, bytes, nodes, pauseMs: performance.now() - start };
    } catch (problem) {
      if (problem.code !== 'EEXIST') fs.rmSync(partial, { force: true });
      throw problem;
    }
  }

  /** Deletes the oldest snapshots of this program. */
  rotate() {
    const own = this.#list().filter(name => {
      const { program, partial } = Name.exec(name)?.groups || {};
      return program === this.#program && !partial;
    });
    const byTime = own.sort((a, b) => (timeOf(a) < timeOf(b) ? -1 : timeOf(a) > timeOf(b) ? 1 : 0));
    for (const name of byTime.slice(0, Math.max(0, byTime.length - this.#maxSnapshots))) this.#remove(name);
  }

  #list() {
    try {
      return fs.readdirSync(this.#folder);
    } catch {
      return [];
    }
  }

  #remove(name) {
    try {
      fs.rmSync(path.join(this.#folder, name), { force: true });
    } catch {
      return; // next time
    }
  }
}

const timeOf = name => Name.exec(name).groups.time;

/** Forces a file to disk, and reads what V8 says about it at its beginning. */
function complete(file) {
  const handle = fs.openSync(file, 'r+');
  try {
    fs.fsyncSync(handle);
    const bytes = fs.fstatSync(handle).size, head = Buffer.alloc(HeadBytes);
    if (bytes === 0) throw new Error('V8 wrote nothing');
    const text = head.toString('latin1', 0, fs.readSync(handle, head, 0, HeadBytes, 0));
    const count = /"node_count":(\d+)/.exec(text);
    return { bytes, nodes: count ? Number(count[1]) : null };
  } finally {
    fs.closeSync(handle);
  }
}

module.exports = { SnapshotFolder, programName };
