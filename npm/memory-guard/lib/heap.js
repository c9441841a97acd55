'use strict';
// How full the heap is. V8 gives up when the old generation is full, and `heap_size_limit` is more than that: it includes three times the
// largest semi-space, which is 48 MB on Node 22 and 192 MB on Node 24. With --max-old-space-size=100, programs died at 38 to 75 % of it.
const v8 = require('v8');
const { isMainThread, resourceLimits } = require('worker_threads');

const MB = 1 << 20;
const YoungHalves = 3, YoungShare = 3 / 128; // of the old generation, up to the largest, where V8 chose both by the machine's memory
const semiSpaces = [{ from: 26, bytes: 32 * MB }, { from: 24, bytes: 64 * MB }, { from: 0, bytes: 16 * MB }];

/** The value of a flag in megabytes, wherever Node was given it; null where it was not. The last one counts. */
function findFlag(name, given = [process.env.NODE_OPTIONS || '', ...process.execArgv].join(' ')) {
  const values = [...given.replace(/_/g, '-').matchAll(new RegExp(`(?:^|\\s)--${name}[= ](\\d+)(?=\\s|$)`, 'g'))];
  return values.length > 0 ? Number(values[values.length - 1][1]) * MB : null;
}

/** What the old generation may grow to. */
function findLimit() {
  const all = v8.getHeapStatistics().heap_size_limit;
  const fixed = isMainThread ? findFlag('max-old-space-size') : resourceLimits.maxOldGenerationSizeMb * MB;
  if (fixed > 0) return Math.min(fixed, all);
  const major = Number(process.versions.node.split('.')[0]);
  const semiSpace = findFlag('max-semi-space-size') ?? semiSpaces.find(({ from }) => major >= from).bytes;
  return Math.max(all - YoungHalves * semiSpace, all / (1 + YoungShare));
}

/** Bytes. `oldUsed` is without what is new since the last collection of the young generation. */
function readHeap() {
  const { used_heap_size: used, total_heap_size: total } = v8.getHeapStatistics();
  const young = v8.getHeapSpaceStatistics().filter(({ space_name: name }) => name.startsWith('new_'));
  const oldUsed = Math.max(0, used - young.reduce((sum, space) => sum + space.space_used_size, 0));
  return { used, total, oldUsed };
}

module.exports = { findFlag, findLimit, readHeap };
