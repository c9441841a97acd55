'use strict';
// A program that leaks, and its healthy twin, which does the same work.
const assert = require('assert');
const { test } = require('node:test');
const { run } = require('./surroundings');

async function judge(test, kind) {
  const { code, output, errors } = await run(test, 'work.js', { flags: ['--expose-gc'], values: [kind] }).ended;
  assert.equal(code, 0, errors);
  return JSON.parse(output);
}

test('a program that leaks fires leak', async t => {
  const { leaks, alerts, collections } = await judge(t, 'leaking');

  assert.ok(leaks.length > 0, `${collections} collections`);
  const [leak] = leaks;
  assert.ok(leak.growth > 2e6 && leak.bytesPerHour > 0 && leak.secondsToLimit > 0);
  assert.match(leak.reason, /^what full collections leave grew by [\d.]+ MB in [\d.]+ s, over 8 readings: [\d.]+ [MG]B an hour$/);
  assert.deepEqual(alerts[0], { type: 'leak', message: leak.reason });
});

test('its healthy twin does not', async t => {
  const { leaks, collections } = await judge(t, 'healthy');

  assert.deepEqual(leaks, []);
  assert.ok(collections > 15);
});

test('what a program loads as it starts is no leak', async t => {
  const { leaks, collections } = await judge(t, 'starting');

  assert.deepEqual(leaks, []);
  assert.ok(collections > 15);
});
