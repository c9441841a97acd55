import assert from 'node:assert/strict';
import { test } from 'node:test';
import { align, clock, extent, yRange } from '../src/charts/curveData.ts';

test('series share one ascending x, and the later of two points at one x counts', () => {
  assert.deepEqual(align([[[3, 30], [1, 10], [3, 31]], [[2, 5]]]), [[1, 2, 3], [10, null, 31], [null, 5, null]]);
});

test('what is not a number leaves a gap', () => {
  assert.deepEqual(align([[[1, Number.NaN], [Number.NaN, 1], [2, 4]]]), [[1, 2], [null, 4]]);
});

test('y starts at zero unless the values lie close together', () => {
  assert.deepEqual(yRange(10, 100), [0, 108]);
  assert.deepEqual(yRange(90, 100), [87.5, 101]);
  assert.deepEqual(yRange(5, 5), [0, 6]);
  assert.deepEqual(yRange(null, null), [0, 1]);
});

test('the extent follows x, not the order of the points', () => {
  assert.deepEqual(extent([[2, 8], [1, 4], [3, null], [4, 6]]), { first: 4, last: 6, min: 4, max: 8 });
  assert.equal(extent([[1, null]]), null);
});

test('seconds read as a clock', () => {
  assert.equal(clock(5, 1), '0:05');
  assert.equal(clock(3723, 60), '1:02:03');
  assert.equal(clock(0.25, 0.05), '0.25');
});
