import assert from 'node:assert/strict';
import { test } from 'node:test';
import { capturesOf } from '../src/views/history/evidence.ts';
import { curvesOf, formatOf, marksOf, rangeOf, seriesName, sinceOf, sortedSeries } from '../src/views/history/series.ts';

test('A range begins on a full minute', () => {
  assert.equal(sinceOf('1h', Date.parse('2026-01-02T03:04:05.678Z')), '2026-01-02T02:04:00.000Z');
  assert.equal(rangeOf('7d'), '7d');
  assert.equal(rangeOf('nonsense'), '24h');
  assert.equal(rangeOf(undefined), '24h');
});

test('The floor comes first, unknown series last', () => {
  assert.deepEqual(sortedSeries(['x.new', 'memory.rss', 'heap.used', 'a.new', 'heap.floor']),
    ['heap.floor', 'heap.used', 'memory.rss', 'a.new', 'x.new']);
  assert.equal(seriesName('heap.floor'), 'Heap floor');
  assert.equal(seriesName('x.new'), 'x.new');
});

test('Values are shown in the unit of their series', () => {
  assert.equal(formatOf('heap.used')(1_200_000), '1.2 MB');
  assert.equal(formatOf('loop.utilization')(0.5), '50.0 %');
  assert.equal(formatOf('loop.delay')(350), '350 ms');
  assert.equal(formatOf('descriptors.open')(31.4), '31');
});

test('A curve has ascending times, and says whether its points have a spread', () => {
  const at = (minute: number) => `2026-01-01T00:0${minute}:00Z`;
  const point = (minute: number, low: number, high: number) => ({ at: at(minute), low, mean: (low + high) / 2, high, last: high });
  const { mean, hasSpread } = curvesOf({ series: 's', points: [point(2, 3, 3), point(1, 1, 3), point(1, 9, 9)] });
  assert.deepEqual(mean, [[Date.parse(at(1)), 2], [Date.parse(at(2)), 3]]);
  assert.equal(hasSpread, true);
  assert.equal(curvesOf({ series: 's', points: [point(1, 2, 2)] }).hasSpread, false);
});

test('Events in the range are marks in the colour of their severity', () => {
  const event = (at: string, severity: string) => ({ id: at, at, rule: 'leak', state: 'firing', severity, summary: '' });
  const events = [event('2026-01-01T00:00:00Z', 'warning'), event('2026-01-02T00:00:00Z', 'critical')];
  const marks = marksOf(events, Date.parse('2026-01-01T12:00:00Z'));
  assert.deepEqual(marks.map(({ label, color }) => [label, color]), [['leak', '--fault']]);
});

test('An alert is one mark, where it begins', () => {
  const event = (at: string, state: string) => ({ id: at, at, rule: 'leak', state, severity: 'critical', summary: '' });
  const marks = marksOf([event('2026-01-01T00:00:00Z', 'firing'), event('2026-01-02T00:00:00Z', 'resolved')], 0);
  assert.deepEqual(marks.map(({ x }) => x), [Date.parse('2026-01-01T00:00:00Z')]);
});

test('Evidence is grouped by capture, the latest first, and counts the snapshots that are still here', () => {
  const file = (path: string, at: string, series: string, more = {}) =>
    ({ path, at: `2026-01-0${at}T00:00:00Z`, kind: 'snapshot', bytes: 1, exists: true, series, ...more });
  const captures = capturesOf([
    file('b2', '3', 'b'), file('a1', '1', 'a'), file('b1', '2', 'b'), file('b.json', '4', 'b', { kind: 'diagnosis' }),
    file('a2', '2', 'a', { exists: false }), file('lone', '1', ''),
  ]);
  assert.deepEqual(captures.map(({ files }) => files.map(({ path }) => path)), [['b1', 'b2', 'b.json'], ['lone'], ['a1', 'a2']]);
  assert.deepEqual(captures.map(({ snapshots }) => snapshots.length), [2, 1, 1]);
});
