'use strict';
// A guard that people write into their programs by hand, with the options of the well-known example, runs unchanged.
const assert = require('assert');
const fs = require('fs');
const path = require('path');
const { test } = require('node:test');
const { folder, run } = require('./surroundings');

for (const program of ['example.cjs', 'example.mjs', 'example-default.cjs', 'example-default.mjs'])
  test(program, async t => {
    const place = path.join(folder(t), 'heap-snapshots');
    const { code, output, errors } = await run(t, program, { values: [place] }).ended;

    assert.equal(code, 0, errors);
    const [first, second, end] = output.trim().split('\n');
    assert.match(first, /^ALERT the heap is \d+ % full: .* \[\d+\.\d+ of \d+ MB\]$/);
    const [, file] = /^ALERT a snapshot is in (\S+) \(/.exec(second);
    assert.equal(path.dirname(file), place);
    assert.ok(JSON.parse(fs.readFileSync(file, 'utf8')).snapshot.node_count > 1000);
    assert.equal(end, 'stopped');
  });
