import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LiveState, Sample } from '../src/api/types.ts';
import { curvesOf, pausesOf, withNews } from '../src/views/live/state.ts';

const MB = 1_000_000;

function sample(seconds: number, more: Partial<Sample> = {}): Sample {
  return {
    timestamp: '', seconds, heapUsedBytes: 10 * MB, heapTotalBytes: 20 * MB, heapLimitBytes: 4000 * MB, externalBytes: 2,
    arrayBuffersBytes: 1, rssBytes: 60 * MB, cgroupUsedBytes: null, cgroupLimitBytes: 100 * MB, allocationBytesPerSecond: 1,
    collectionShare: 0, loopUtilization: 0, loopDelayP99Ms: null, loopDelayMaxMs: null, cpuShare: 0, fileDescriptors: null,
    collections: [], floorBytes: null, longestPauseMs: 0, ...more,
  };
}

const state: LiveState = {
  pid: 7, state: 'watching', error: null, nodeVersion: 'v24.0.0', script: '/a.js', samples: [sample(1)],
  spaces: [{ name: 'old', usedBytes: 1, sizeBytes: 2 }], activity: null, collection: null, taken: [],
};

const news = {
  pid: 7, state: 'watching' as const, error: null, nodeVersion: null, script: null, activity: null, collection: null, taken: [],
  spaces: null,
};

test('An event adds its reading once, and keeps what it does not report', () => {
  const next = withNews(state, { ...news, sample: sample(2) });
  assert.deepEqual(next.samples.map(one => one.seconds), [1, 2]);
  assert.equal(next.nodeVersion, 'v24.0.0');
  assert.equal(next.spaces.length, 1);
  assert.equal(withNews(next, { ...news, sample: sample(2) }).samples.length, 2);
  assert.equal(withNews(next, { ...news, sample: null }).samples.length, 2);
});

test('An event of another process changes nothing', () => {
  assert.equal(withNews(state, { ...news, pid: 8, sample: sample(2) }), state);
});

test('Readings of the latest hour are kept', () => {
  const full = { ...state, samples: Array.from({ length: 3600 }, (_, index) => sample(index)) };
  const next = withNews(full, { ...news, sample: sample(9999) });
  assert.equal(next.samples.length, 3600);
  assert.equal(next.samples.at(-1)?.seconds, 9999);
});

test('A limit is drawn only where the use comes near it', () => {
  const curves = curvesOf([sample(1), sample(2, { floorBytes: 8 * MB })]);
  assert.equal(curves.heapLimit.length, 0);
  assert.equal(curves.groupLimit.length, 2);
  assert.deepEqual(curves.floors, [[2, 8 * MB]]);
});

test('Collections have ascending times around their reading', () => {
  const collection = (atMs: number, kind: string) => ({ kind, pauseMs: 1, atMs, beforeBytes: 2, afterBytes: 1, isForced: false });
  const pauses = pausesOf([
    sample(10, { collections: [collection(5500, 'mark-compact'), collection(5000, 'scavenge')] }),
    sample(10.1, { collections: [collection(5500, 'scavenge'), collection(5500, 'scavenge')] }),
  ]);
  assert.deepEqual(pauses.slice(0, 2).map(({ seconds }) => seconds), [9.5, 10]);
  assert.ok(pauses.every(({ seconds }, index) => index === 0 || seconds > (pauses[index - 1]?.seconds ?? 0)));
});
