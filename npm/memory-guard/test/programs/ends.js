'use strict';
const { MemoryGuard } = require('../..');

new MemoryGuard({ checkInterval: 60_000, snapshotDir: process.argv[2] }).start();
console.log('done');
