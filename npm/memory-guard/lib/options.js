'use strict';
// The options: every value is checked before anything begins.

const MaxTimer = 2 ** 31 - 1; // of setInterval; beyond it Node would fire at once

const share = { type: 'number', min: 0, max: 1, isOpen: true };
const time = { type: 'number', min: 0, max: Infinity };

const known = {
  heapThreshold: { ...share, value: 0.85 },
  memoryThreshold: { ...share, value: 0.9 },
  checkInterval: { type: 'number', min: 1, max: MaxTimer, value: 60_000 },
  snapshotDir: { type: 'string', value: './heap-snapshots' },
  maxSnapshots: { type: 'number', min: 0, max: 10_000, isWhole: true, value: 5 },
  cooldown: { ...time, value: 30 * 60_000 },
  maxPause: { ...time, value: 30_000 },
  onAlert: { type: 'function', value: null },
  alertTimeout: { type: 'number', min: 0, max: MaxTimer, value: 5_000 },
  leakCollections: { type: 'number', min: 6, max: 1000, isWhole: true, value: 10 },
  leakDuration: { ...time, value: 5 * 60_000 },
  snapshotOnLeak: { type: 'boolean', value: false },
  warmUp: { ...time, value: 5 * 60_000 },
};

function check(name, value) {
  const { type, min, max, isOpen, isWhole } = known[name];
  if (typeof value !== type) throw new TypeError(`MemoryGuard: ${name} must be a ${type}, not ${describe(value)}`);
  if (type === 'string' && value === '') throw new RangeError(`MemoryGuard: ${name} must not be empty`);
  if (type !== 'number') return value;
  const isInside = isOpen ? value > min && value <= max : value >= min && value <= max;
  if (isInside && (!isWhole || Number.isInteger(value))) return value;
  const range = isOpen ? `above ${min} and at most ${max}` : max === Infinity ? `at least ${min}` : `from ${min} to ${max}`;
  throw new RangeError(`MemoryGuard: ${name} must be ${isWhole ? 'a whole number ' : ''}${range}, not ${value}`);
}

const describe = value => (value === null ? 'null' : Array.isArray(value) ? 'an array' : typeof value === 'string' ? `'${value}'`
  : typeof value === 'object' ? 'an object' : String(value));

/** All options, with defaults for those that are missing or undefined. */
function readOptions(given = {}) {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new TypeError(`MemoryGuard: options must be an object, not ${describe(given)}`);
  const unknown = Object.keys(given).find(name => !Object.hasOwn(known, name));
  if (unknown !== undefined)
    throw new TypeError(`MemoryGuard: there is no option ${unknown}. The options are ${Object.keys(known).join(', ')}`);
  return Object.fromEntries(Object.keys(known).map(name =>
    [name, given[name] === undefined || name === 'onAlert' && given[name] === null ? known[name].value : check(name, given[name])]));
}

module.exports = { readOptions };
