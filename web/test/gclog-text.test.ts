import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atText, curvesOf, pauseText, rateText, verdictOf, warningText } from '../src/views/gclog/gcText.ts';
import type { GcEvent, GcHeap, GcWarning } from '../src/views/gclog/gcReport.ts';

const heap: GcHeap = {
  processId: 1, isolate: '0x1', fromMs: 0, toMs: 600_000, collections: 9, kinds: [], pausedMs: 1, stepsMs: 0, throughputLost: 0.01,
  freedBytes: 1, allocationBytesPerSecond: 1, promotedBytes: 1, promotionShare: 0.1, peakBytes: 1, peakCommittedBytes: null,
  heapLimitBytes: null,
  floor: {
    source: 'full-collections', verdict: 'growing', points: 9, firstBytes: 10_000_000, latestBytes: 20_000_000, bytesPerMinute: 1_000_000,
    lowBytesPerMinute: 900_000, highBytesPerMinute: 1_100_000, pValue: 0.0001,
  },
  signs: [], latest: [],
};

const warning = (kind: GcWarning['kind'], more: Partial<GcWarning> = {}): GcWarning => ({
  kind, count: null, share: null, bytes: null, limitBytes: null, earlierPerMinute: null, laterPerMinute: null, message: null, ...more,
});

const event = (atMs: number, kind: GcEvent['kind'], afterBytes: number | null): GcEvent =>
  ({ atMs, kind, pauseMs: 1, beforeBytes: 30, afterBytes, committedBytes: null, cause: null });

test('A rising floor of full collections is bad, of young ones only open', () => {
  assert.equal(verdictOf(heap).tone, 'bad');
  assert.equal(verdictOf({ ...heap, floor: { ...heap.floor, source: 'young-collections' } }).tone, 'open');
  assert.equal(verdictOf({ ...heap, floor: { ...heap.floor, verdict: 'steady' } }).tone, 'good');
  assert.equal(verdictOf({ ...heap, floor: { ...heap.floor, verdict: 'steady' }, signs: [warning('out-of-memory')] }).tone, 'bad');
  assert.equal(verdictOf({ ...heap, floor: { ...heap.floor, verdict: 'too-few', latestBytes: null } }).tone, 'open');
});

test('Without a full collection there is no floor: no verdict either way', () => {
  const young: GcHeap = { ...heap, floor: { ...heap.floor, source: 'young-collections' } };
  const of = (verdict: GcHeap['floor']['verdict']) => verdictOf({ ...young, floor: { ...young.floor, verdict } });
  for (const verdict of ['growing', 'shrinking', 'steady'] as const) assert.equal(of(verdict).tone, 'open');
  assert.match(of('shrinking').headline, /young collections falls/);
});

test('A rate has the unit that fits how long was observed', () => {
  assert.equal(rateText(600_000, { ...heap, toMs: 60_000 }), '10.0 kB a second');
  assert.equal(rateText(600_000, heap), '600 kB a minute');
  assert.equal(rateText(10_000, { ...heap, toMs: 7_200_000 }), '600 kB an hour');
});

test('Each warning has a sentence with its figures', () => {
  assert.equal(warningText(warning('near-limit', { bytes: 90, limitBytes: 100, share: 0.9 }), heap),
    'The floor, 90 B, is 90.0 % of the heap limit of 100 B.');
  assert.equal(warningText(warning('out-of-memory', { message: 'Reached heap limit' }), heap), 'V8 gave up: Reached heap limit.');
  assert.match(warningText(warning('full-collections-more-often', { earlierPerMinute: 1, laterPerMinute: 2.5 }), heap), /1\.0 .* 2\.5/);
});

test('Curves have ascending times, and floors only after full collections', () => {
  const curves = curvesOf([
    event(3000, 'mark-compact', 12), event(1000, 'scavenge', 20), event(1000, 'scavenge', 21), event(4000, 'scavenge', null),
  ]);
  assert.deepEqual(curves.after, [[1, 20], [3, 12]]);
  assert.deepEqual(curves.floors, [[3, 12]]);
  assert.deepEqual(curves.youngPauses.map(([x]) => x), [1, 4]);
});

test('Times are short', () => {
  assert.deepEqual([pauseText(0.64), pauseText(22.2), pauseText(1400)], ['0.6 ms', '22 ms', '1.4 s']);
  assert.deepEqual([atText(6382), atText(3_723_000)], ['6.382 s', '1:02:03']);
});
