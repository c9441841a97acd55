import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bounds, brushOf, mergedBars, moved, sumOf, type TimelineBar } from '../src/charts/timelineBars.ts';

function bars(length: number): TimelineBar[] {
  return Array.from({ length }, (_, index) => ({
    fromMs: index * 50, toMs: index * 50 + 50, survivingBytes: 100, firstId: index * 10 + 1, lastId: index * 10 + 9,
  }));
}

test('more bars than fit are merged, and no bytes get lost', () => {
  const merged = mergedBars(bars(100), 30);
  assert.equal(merged.length, 25);
  assert.equal(merged.reduce((sum, bar) => sum + bar.survivingBytes, 0), 10_000);
  assert.deepEqual(merged[0], { fromMs: 0, toMs: 200, survivingBytes: 400, firstId: 1, lastId: 39 });
  assert.equal(mergedBars(bars(3), 30).length, 3);
  assert.equal(sumOf([]), null);
});

test('arrows move a brush of one bar, with Shift one end of it', () => {
  assert.deepEqual(moved(null, 'ArrowRight', false, 5), { anchor: 0, head: 0 });
  assert.deepEqual(moved({ anchor: 1, head: 1 }, 'ArrowRight', true, 5), { anchor: 1, head: 2 });
  assert.deepEqual(moved({ anchor: 1, head: 2 }, 'ArrowRight', false, 5), { anchor: 3, head: 3 });
  assert.deepEqual(moved({ anchor: 4, head: 4 }, 'ArrowRight', true, 5), { anchor: 4, head: 4 });
  assert.equal(moved({ anchor: 1, head: 2 }, 'Escape', false, 5), null);
  assert.equal(moved(null, 'x', false, 5), undefined);
  assert.deepEqual(bounds({ anchor: 3, head: 1 }), { first: 1, last: 3 });
});

test('ids from the address select their bars', () => {
  assert.deepEqual(brushOf(bars(5), 11, 29), { anchor: 1, head: 2 });
  assert.equal(brushOf(bars(5), 100, 200), null);
});
