'use strict';
// Takes a snapshot only where that is safe: pause, memory and disk are estimated first, from the most that the heap can contain.
const v8 = require('v8');
const { Census } = require('./census');
const { bound, estimate } = require('./cost');
const { findDisk, findMemory } = require('./headroom');
const { indexLines } = require('./line-ends');
const { formatBytes, formatSeconds } = require('./sizes');

const ReserveBytes = 32 << 20; // that must stay free
const KeptShare = 0.75; // of what the last snapshot left in the process, which the next one uses again
const GrowthReserve = 1.2; // for a heap whose objects have become smaller since the last snapshot

class Refused extends Error {}

class Capture {
  #folder; #maxPause; #cooldown; #root; #major; #census = new Census(); #last = null;

  /**
   * @param {import('./snapshots').SnapshotFolder} folder
   * @param {{ maxPause: number, cooldown: number }} options milliseconds
   * @param {{ root?: string }} [parts] for tests: where /proc and /sys are
   */
  constructor(folder, { maxPause, cooldown }, { root = '' } = {}) {
    [this.#folder, this.#maxPause, this.#cooldown, this.#root] = [folder, maxPause, cooldown, root];
    this.#major = Number(process.versions.node.split('.')[0]);
  }

  /** Bytes that the last snapshot left in the process. */
  get keptBytes() { return this.#last?.keptBytes || 0 }

  /** While there is room in the heap: what the estimate needs. */
  prepare() { this.#census.prepare() }

  /**
   * @param {number} share how full the heap is, for the file's name
   * @returns what was written, with the estimate
   * @throws {Refused} it would cost too much, or comes too soon
   */
  take(share) {
    this.#refuseIfTooSoon();
    this.#refuseIfMemoryIsShort();
    this.#folder.create();
    const lock = this.#folder.lock();
    if (!lock) throw new Refused(`another snapshot is being written to ${this.#folder.path}`);
    try {
      this.#refuseIfTooSoon(); // another process may just have taken one
      const heapUsed = v8.getHeapStatistics().used_heap_size;
      const expected = this.#estimate(heapUsed);
      this.#refuseIfTooHigh(expected, heapUsed);
      this.#folder.noteTry();
      return this.#write(expected, heapUsed, share);
    } finally {
      lock.giveBack();
    }
  }

  #write(expected, heapUsed, share) {
    indexLines(this.#major);
    const resident = process.memoryUsage.rss();
    const written = this.#folder.write(share);
    this.#folder.rotate();
    const keptBytes = Math.max(0, process.memoryUsage.rss() - resident);
    this.#last = { nodes: written.nodes, heapUsed, keptBytes, pauseMs: written.pauseMs };
    return { ...written, pauseMs: Math.round(written.pauseMs), keptBytes, estimate: expected };
  }

  #estimate(heapUsed) {
    const growth = this.#last ? heapUsed / this.#last.heapUsed * GrowthReserve : 1;
    const most = estimate(bound(heapUsed, this.#census.take(), this.#last?.nodes ? this.#last.nodes * growth : Infinity), this.#major);
    if (!this.#last) return most;
    return { ...most, memoryBytes: Math.max(ReserveBytes / 2, most.memoryBytes - this.#last.keptBytes * KeptShare) };
  }

  #refuseIfTooSoon() {
    const wait = this.#folder.lastTry + this.#cooldown - Date.now();
    if (wait > 0 && wait <= this.#cooldown)
      throw new Refused(`the last one is less than ${formatSeconds(this.#cooldown)} ago, which is the cooldown`);
  }

  /** Before anything else is done: even looking at the heap takes some. */
  #refuseIfMemoryIsShort() {
    const { freeBytes, name } = findMemory(this.#root);
    if (freeBytes < ReserveBytes) throw new Refused(`${name} leaves ${formatBytes(freeBytes)}, and a snapshot needs far more`);
  }

  #refuseIfTooHigh({ pauseMs, memoryBytes, fileBytes }, heapUsed) {
    const heap = `${formatBytes(heapUsed)} of heap`, kept = `${formatBytes(ReserveBytes)} must stay free`;
    if (pauseMs > this.#maxPause)
      throw new Refused(`the program would pause for up to ${formatSeconds(pauseMs)} (${heap}), more than maxPause allows`);
    const { freeBytes, name } = findMemory(this.#root);
    if (memoryBytes + ReserveBytes > freeBytes)
      throw new Refused(`it needs up to ${formatBytes(memoryBytes)} of memory (${heap}), but ${name} leaves ${formatBytes(freeBytes)}, `
        + `and ${kept}`);
    const disk = findDisk(this.#folder.path);
    if (disk !== null && fileBytes + ReserveBytes > disk)
      throw new Refused(`the file may have ${formatBytes(fileBytes)}, but ${this.#folder.path} has ${formatBytes(disk)} free, and ${kept}`);
  }
}

module.exports = { Capture, Refused };
