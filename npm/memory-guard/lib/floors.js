'use strict';
// Whether a heap leaks, from its floors: what each full collection left. "Five growing collections in a row", the usual rule, fires while
// a program starts or a cache fills, and misses a leak whose floors wobble. So floors must rise with statistical certainty, by enough, not
// in one step, not fading, over a time that is long enough. A rule that looks at minutes misses a slow leak, and one that looks at hours
// comes late; so there are three windows, each four times as long as the one before. Memory: three windows of at most `collections` floors.

const Windows = 3, WindowFactor = 4;
const Certain = 2.33; // standard deviations of Mann and Kendall's statistic: chance does this once in a hundred
const MinGrowthBytes = 1e6, MinGrowthShare = 0.01;
const MaxStepShare = 0.5; // of the growth in one step: a load of data, no leak
const MinLastingShare = 0.35; // of the first half's growth that the second half must have: otherwise a cache fills

class Floors {
  #collections; #windows;

  /**
   * @param {number} collections how many floors are judged together
   * @param {number} duration milliseconds that they must span
   */
  constructor(collections, duration) {
    this.#collections = collections;
    this.#windows = Array.from({ length: Windows }, (_, i) => ({ slot: duration * WindowFactor ** i / (collections - 1), floors: [] }));
  }

  /**
   * Adds what a full collection left. Where collections are frequent, the least of a slot of time counts.
   * @param {number} time milliseconds
   * @param {number} bytes
   * @returns {{ from: number, to: number, growth: number, bytesPerHour: number } | null} the leak, after which all begins anew
   */
  add(time, bytes) {
    for (const { slot, floors } of this.#windows) {
      const last = floors[floors.length - 1];
      if (last && time - last.time < slot) {
        last.bytes = Math.min(last.bytes, bytes);
        continue;
      }
      floors.push({ time, bytes });
      if (floors.length > this.#collections) floors.shift();
      const leak = floors.length === this.#collections ? judge(floors) : null;
      if (!leak) continue;
      for (const window of this.#windows) window.floors.length = 0;
      return leak;
    }
    return null;
  }
}

/** @returns the leak, or null */
function judge(floors) {
  const last = floors.length - 1, growth = floors[last].bytes - floors[0].bytes;
  if (growth < Math.max(MinGrowthBytes, MinGrowthShare * floors[0].bytes) || certainty(floors) < Certain) return null;
  const steps = floors.slice(1).map(({ bytes }, i) => bytes - floors[i].bytes);
  if (Math.max(...steps) > MaxStepShare * growth) return null;
  const middle = floors[last >> 1].bytes;
  if (floors[last].bytes - middle < MinLastingShare * (middle - floors[0].bytes)) return null;
  const from = floors[0].time, to = floors[last].time;
  return { from, to, growth, bytesPerHour: Math.round(growth / Math.max(1, to - from) * 3_600_000) };
}

/** Mann and Kendall's statistic in standard deviations. */
function certainty(floors) {
  const n = floors.length;
  let rises = 0;
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) rises += Math.sign(floors[j].bytes - floors[i].bytes);
  return (rises - 1) / Math.sqrt(n * (n - 1) * (2 * n + 5) / 18);
}

module.exports = { Floors };
