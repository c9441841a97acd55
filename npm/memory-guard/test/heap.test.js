'use strict';
const assert = require('assert');
const { test } = require('node:test');
const { findFlag } = require('../lib/heap');
const { MB, run } = require('./surroundings');

test('a flag is found however it is written, and the last one counts', () => {
  assert.equal(findFlag('max-old-space-size', '--inspect --max-old-space-size=100'), 100 * MB);
  assert.equal(findFlag('max-old-space-size', '--max_old_space_size 200 --x'), 200 * MB);
  assert.equal(findFlag('max-old-space-size', '--max-old-space-size=100 --max-old-space-size=300'), 300 * MB);
  assert.equal(findFlag('max-old-space-size', '--max-old-space-size-percentage=50'), null);
});

test('the alert comes before V8 gives up', async t => {
  const { output } = await run(t, 'fills.js', { flags: ['--max-old-space-size=100'] }).ended;

  assert.match(output, /^the heap is \d+ % full: [\d.]+ MB of 104.9 MB\n/);
});
