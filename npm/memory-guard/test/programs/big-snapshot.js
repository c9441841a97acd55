'use strict';
// Has its guard write a snapshot that takes seconds.
const { MemoryGuard } = require('../..');

const held = Array.from({ length: 300_000 }, (_, i) => ({ i, inner: { i } }));
new MemoryGuard({ snapshotDir: process.argv[2], heapThreshold: 0.0001, checkInterval: 50, maxPause: Infinity }).start();
setInterval(() => held.length, 1000);
