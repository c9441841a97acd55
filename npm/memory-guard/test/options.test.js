'use strict';
const assert = require('assert');
const { test } = require('node:test');
const { MemoryGuard } = require('..');

const rejects = (options, type, message) => assert.throws(() => new MemoryGuard(options), problem =>
  problem instanceof type && message.test(problem.message));

test('the type of an option is checked', () => {
  rejects({ heapThreshold: '0.85' }, TypeError, /heapThreshold must be a number, not '0.85'/);
  rejects({ snapshotDir: null }, TypeError, /snapshotDir must be a string, not null/);
  rejects({ onAlert: {} }, TypeError, /onAlert must be a function, not an object/);
  rejects({ snapshotOnLeak: 1 }, TypeError, /snapshotOnLeak must be a boolean/);
  rejects([], TypeError, /options must be an object, not an array/);
  rejects(null, TypeError, /options must be an object, not null/);
});

test('the range of an option is checked', () => {
  rejects({ heapThreshold: 85 }, RangeError, /heapThreshold must be above 0 and at most 1, not 85/);
  rejects({ heapThreshold: 0 }, RangeError, /above 0/);
  rejects({ heapThreshold: NaN }, RangeError, /not NaN/);
  rejects({ checkInterval: 0 }, RangeError, /checkInterval must be from 1 to/);
  rejects({ checkInterval: 2 ** 31 }, RangeError, /checkInterval/);
  rejects({ maxSnapshots: 1.5 }, RangeError, /maxSnapshots must be a whole number/);
  rejects({ maxPause: -1 }, RangeError, /maxPause must be at least 0, not -1/);
  rejects({ leakCollections: 5 }, RangeError, /leakCollections must be a whole number from 6/);
  rejects({ snapshotDir: '' }, RangeError, /snapshotDir must not be empty/);
});

test('a misspelt option is said', () =>
  rejects({ heapTreshold: 0.5 }, TypeError, /there is no option heapTreshold. The options are heapThreshold/));

test('options may be left out or be undefined', () => {
  new MemoryGuard();
  new MemoryGuard({ heapThreshold: undefined, onAlert: null, maxPause: Infinity, memoryThreshold: 1 });
});
