'use strict';
const assert = require('assert');
const { test } = require('node:test');
const { Floors } = require('../lib/floors');

const Minute = 60_000, MB = 1e6;

/** Adds floors, one at each step of time. Returns the leaks with the time at which they were found. */
function play(bytes, { step = Minute, collections = 10, duration = 5 * Minute } = {}) {
  const floors = new Floors(collections, duration);
  return bytes.map((value, i) => ({ at: i, leak: floors.add(i * step, value) })).filter(({ leak }) => leak);
}

const series = (count, value) => Array.from({ length: count }, (_, i) => value(i));
const noise = i => Math.sin(i * 12.9898) * 43758.5453 % 1; // the same in every run

test('a floor that rises is a leak after as many collections as were asked for', () => {
  const [{ at, leak }] = play(series(10, i => 50 * MB + i * 2 * MB));

  assert.equal(at, 9);
  assert.equal(leak.growth, 18 * MB);
  assert.equal(leak.bytesPerHour, 120 * MB);
});

test('a leak whose floors wobble is found', () => {
  assert.ok(play(series(40, i => 50 * MB + i * 2 * MB + noise(i) * 4 * MB)).length > 0);
});

test('collections in quick succession do not make a leak: it must last', () => {
  const leaks = play(series(400, i => 50 * MB + i * MB), { step: 100 }); // 40 seconds

  assert.deepEqual(leaks, []);
});

test('a slow leak is found by the longer windows', () => {
  const leaks = play(series(100, i => 100 * MB + i * 0.05 * MB + noise(i) * 0.2 * MB)); // 5 MB in 100 minutes

  assert.ok(leaks.length > 0);
});

for (const [name, value] of Object.entries({
  'a floor that is steady': i => 80 * MB + noise(i) * 5 * MB,
  'a load of data in one step': i => (i < 20 ? 50 : 90) * MB + i * 1000,
  'a cache that fills up': i => 50 * MB + 60 * MB * (1 - Math.exp(-i / 2)),
  'bursts that are collected': i => 50 * MB + (i % 7) * 8 * MB,
  'a floor that falls': i => 90 * MB - i * MB * 0.3,
  'growth too small to matter': i => 80 * MB + i * 1000,
})) test(`${name} is no leak`, () => assert.deepEqual(play(series(60, value)), []));

test('after a leak was told, it takes as many collections again', () => {
  const leaks = play(series(25, i => 50 * MB + i * 2 * MB));

  assert.deepEqual(leaks.map(({ at }) => at), [9, 19]);
});
