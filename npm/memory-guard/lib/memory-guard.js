'use strict';
// The guard: looks at the heap and the memory every now and then and after each full collection, tells, and takes snapshots where that is
// safe. Whatever fails in it or in those who listen to it becomes a warning of the process; the guard goes on.
const { EventEmitter } = require('events');
const { threadId } = require('worker_threads');
const { Capture, Refused } = require('./capture');
const { Collections } = require('./collections');
const { Floors } = require('./floors');
const { findPressure } = require('./headroom');
const { findLimit, readHeap } = require('./heap');
const { readOptions } = require('./options');
const { formatBytes, formatSeconds, formatShare } = require('./sizes');
const { SnapshotFolder } = require('./snapshots');

const GlanceInterval = 100; // ms at least between two looks at the heap that minor collections cause

class MemoryGuard extends EventEmitter {
  #options; #parts; #timer = null; #collections; #floors; #startedAt; #capture; #folder; #isBusy = false;
  #lastWarning = ''; #lastGlance = 0;
  #alerts = { 'heap-near-limit': null, 'memory-near-limit': null }; // when each was last told
  #floorRange = { min: Infinity, max: 0 };

  /**
   * @param {import('..').MemoryGuardOptions} [options]
   * @param {object} [parts] for tests
   */
  constructor(options = {}, parts = {}) {
    super();
    this.#options = readOptions(options);
    this.#parts = parts;
    this.#folder = new SnapshotFolder(this.#options.snapshotDir, this.#options.maxSnapshots, parts);
    this.#capture = new Capture(this.#folder, this.#options, parts);
    this.#collections = new Collections(() => this.#safely(() => this.#glance()), seen => this.#safely(() => this.#afterFull(seen)));
  }

  get isRunning() { return this.#timer !== null }

  start() {
    if (this.#timer) return this;
    const { checkInterval, leakCollections, leakDuration } = this.#options;
    this.#floors = new Floors(leakCollections, leakDuration);
    this.#floorRange = { min: Infinity, max: 0 };
    this.#startedAt = performance.now();
    this.#timer = setInterval(() => this.#safely(() => this.check()), checkInterval);
    this.#timer.unref();
    this.#collections.start();
    this.#safely(() => {
      this.#capture.prepare();
      this.#folder.clean();
    });
    return this;
  }

  stop() {
    clearInterval(this.#timer);
    this.#timer = null;
    this.#collections.stop();
    return this;
  }

  /** Looks now. What the timer does; also for programs that know when. */
  check() {
    const usage = readUsage();
    this.#judgeHeap(usage);
    const { share, heldBytes, name } = findPressure(this.#parts.root);
    this.#judge('memory-near-limit', share, this.#options.memoryThreshold, usage, () =>
      `${formatBytes(heldBytes)} are in use, ${formatShare(share)} of ${name}${this.#ownShare()}`);
  }

  /** A leak that fills the heap within seconds makes minor collections long before a full one, or the timer. */
  #glance() {
    const now = performance.now();
    if (now - this.#lastGlance < GlanceInterval) return;
    this.#lastGlance = now;
    this.#judgeHeap(readUsage());
  }

  #judgeHeap(usage) {
    this.#judge('heap-near-limit', usage.oldUsed / usage.heapLimit, this.#options.heapThreshold, usage, share =>
      `the heap is ${formatShare(share)} full: ${formatBytes(usage.oldUsed)} of ${formatBytes(usage.heapLimit)}`);
  }

  #ownShare() {
    const kept = this.#capture.keptBytes;
    return kept > 1e6 ? `; ${formatBytes(kept)} of it may be left from the last snapshot` : '';
  }

  #judge(type, share, threshold, usage, describe) {
    const last = this.#alerts[type], now = performance.now();
    // Also where the share was low in between: garbage fills a heap and goes, again and again.
    if (share < threshold || last !== null && now - last < this.#options.cooldown) return;
    this.#alerts[type] = now;
    this.#raise({ type, message: describe(share), share, threshold }, usage, true);
  }

  #afterFull({ fullCollections, minorCollections, pauseMs }) {
    const now = performance.now(), floor = readHeap().oldUsed, range = this.#floorRange;
    if (now - this.#startedAt >= this.#options.warmUp) {
      [range.min, range.max] = [Math.min(range.min, floor), Math.max(range.max, floor)];
      const leak = this.#floors.add(now, floor);
      if (leak) this.#tellLeak(leak, floor);
    }
    const min = Math.min(range.min, floor), max = Math.max(range.max, floor);
    this.#tell('stats', { fullCollections, minorCollections, pauseMs, floor, min, max, ...readUsage() });
    this.check();
  }

  #tellLeak({ from, to, growth, bytesPerHour }, floor) {
    const usage = readUsage(), toDate = time => new Date(Date.now() - (performance.now() - time));
    const secondsToLimit = Math.max(0, Math.round((usage.heapLimit - floor) / bytesPerHour * 3600));
    const reason = `what full collections leave grew by ${formatBytes(growth)} in ${formatSeconds(to - from)}, over `
      + `${this.#options.leakCollections} readings: ${formatBytes(bytesPerHour)} an hour`;
    const leak = { start: toDate(from), end: toDate(to), growth, bytesPerHour, secondsToLimit, reason };
    this.#tell('leak', leak);
    this.#raise({ type: 'leak', message: reason, leak }, usage, this.#options.snapshotOnLeak);
  }

  /**
   * Tells first, so that word is out before the program stands still, and waits for onAlert's promise, but not for long. What else
   * goes wrong meanwhile has an alert of its own, and the same snapshot.
   */
  #raise(alert, usage, captures) {
    const told = this.#alert(alert, usage);
    if (!captures || this.#options.maxSnapshots === 0 || this.#isBusy) return;
    this.#isBusy = true;
    const timer = this.#timer;
    let patience;
    const waited = new Promise(done => { (patience = setTimeout(done, this.#options.alertTimeout)).unref() });
    Promise.race([told, waited]).then(() => {
      clearTimeout(patience);
      this.#isBusy = false;
      if (this.#timer !== timer) return; // stopped meanwhile
      this.#safely(() => this.#takeSnapshot(alert.type));
      if (alert.type in this.#alerts) this.#alerts[alert.type] = performance.now(); // the next try is after the cooldown of this one
    });
  }

  #takeSnapshot(cause) {
    let taken;
    try {
      const { oldUsed, heapLimit } = readUsage();
      taken = this.#capture.take(oldUsed / heapLimit);
    } catch (problem) {
      const reason = problem instanceof Refused ? problem.message : `it could not be written: ${problem.message}`;
      const advice = '`heapwise snapshot --outside PID` takes one from outside';
      this.#alert({ type: 'snapshot-refused', message: `no snapshot was taken: ${reason} (${advice})`, cause, reason }, readUsage());
      return;
    }
    const { path, bytes, pauseMs } = taken;
    this.#tell('snapshot', { cause, ...taken });
    const message = `a snapshot is in ${path} (${formatBytes(bytes)}, the program paused for ${formatSeconds(pauseMs)})`;
    this.#alert({ type: 'snapshot-taken', message, cause, snapshotPath: path }, readUsage());
  }

  /** @returns {Promise} when onAlert has done what it does */
  #alert(facts, usage) {
    const alert = new Alert({ ...facts, time: new Date(), pid: process.pid, threadId, ...usage });
    this.#tell('alert', alert);
    return this.#call('onAlert', this.#options.onAlert, [alert]);
  }

  /** As emit, but a listener that fails keeps the news neither from the others nor from the guard. */
  #tell(event, news) {
    for (const listener of this.rawListeners(event)) this.#call(`a listener of '${event}'`, listener, [news]);
  }

  async #call(name, callback, values) {
    try {
      if (callback) await Reflect.apply(callback, this, values);
    } catch (problem) {
      this.#warn(`${name} failed: ${problem?.stack || problem}`);
    }
  }

  #safely(action) {
    try {
      action();
    } catch (problem) {
      this.#warn(`a check failed: ${problem?.stack || problem}`);
    }
  }

  #warn(text) {
    if (text === this.#lastWarning) return; // the same at every check would fill the log
    this.#lastWarning = text;
    process.emitWarning(text, 'MemoryGuardWarning');
  }
}

/** News for people and programs: as a text, it is its message. */
class Alert {
  constructor(facts) {
    Object.assign(this, { snapshotPath: null }, facts);
  }

  toString() { return this.message }
}

function readUsage() {
  const { used: heapUsed, total: heapTotal, oldUsed } = readHeap(), heapLimit = findLimit();
  const { rss, external, arrayBuffers } = process.memoryUsage();
  const heapUsedPercent = Math.round(oldUsed / heapLimit * 1000) / 10;
  return { heapUsed, heapTotal, oldUsed, heapLimit, heapUsedPercent, external, arrayBuffers, rss };
}

module.exports = { MemoryGuard };
