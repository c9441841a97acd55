'use strict';
// Garbage collections as this thread's performance entries show them. Entries arrive when the event loop turns, several at once if it was
// busy, so what is read then belongs to all of them.
const { PerformanceObserver, constants } = require('perf_hooks');

const { NODE_PERFORMANCE_GC_MAJOR: Major, NODE_PERFORMANCE_GC_MINOR: Minor } = constants;

class Collections {
  #observer = null; #onAny; #onFull; #full = 0; #minor = 0;

  /**
   * @param {() => void} onAny after collections that were not full
   * @param {(seen: { fullCollections: number, minorCollections: number, pauseMs: number }) => void} onFull after full collections
   */
  constructor(onAny, onFull) { [this.#onAny, this.#onFull] = [onAny, onFull] }

  start() {
    this.#observer = new PerformanceObserver(list => {
      let pauseMs = null;
      for (const { detail, duration } of list.getEntries()) {
        if (detail.kind === Minor) this.#minor++;
        if (detail.kind !== Major) continue;
        this.#full++;
        pauseMs = duration;
      }
      if (pauseMs === null) this.#onAny();
      else this.#onFull({ fullCollections: this.#full, minorCollections: this.#minor, pauseMs });
    });
    this.#observer.observe({ entryTypes: ['gc'] });
  }

  stop() {
    this.#observer?.disconnect();
    this.#observer = null;
  }
}

module.exports = { Collections };
