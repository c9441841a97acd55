'use strict';
// A snapshot must never take more memory or disk than it was said to, whatever the heap is made of.
const assert = require('assert');
const { test } = require('node:test');
const { bound, estimate } = require('../lib/cost');
const { folder, run } = require('./surroundings');

const skip = process.platform === 'linux' ? false : 'needs /proc';

for (const kind of ['objects', 'strings', 'numbers', 'closures', 'one array']) test(`a heap of ${kind}`, { skip }, async t => {
  const { code, output, errors } = await run(t, 'measured.js', { values: [kind, '40000', folder(t)] }).ended;

  assert.equal(code, 0, errors);
  const { estimate: expected, extraBytes, bytes, nodes } = JSON.parse(output);
  assert.ok(extraBytes < expected.memoryBytes, output);
  assert.ok(bytes < expected.fileBytes, output);
  assert.ok(nodes < expected.nodes && expected.nodes < 10 * nodes, output);
});

test('where nothing is known of the heap, each of its words may be an object or an edge', () => {
  const contents = bound(8e6, { large: 1e6 }), known = bound(8e6, { large: 0, pointers: 2e5, elements: 0, texts: 0, names: 0 });

  assert.deepEqual(contents, { nodes: 5e5, edges: 2e6, names: 1.25e5, strings: 5e5, textBytes: 4e6 });
  assert.ok(estimate(contents, 24).memoryBytes > 3 * estimate(known, 24).memoryBytes);
});

test('up to Node 18, long arrays beside many strings take the square of their length', () => {
  const contents = { nodes: 1e6, edges: 3e6, names: 8e5, strings: 8e5, textBytes: 0 };

  assert.ok(estimate(contents, 18).pauseMs > 10 * estimate(contents, 20).pauseMs);
});
