'use strict';
const { MemoryGuard } = require('heapwise-memory-guard');

const toMB = bytes => bytes / 1024 / 1024;
const guard = new MemoryGuard({
  heapThreshold: 0.001,
  checkInterval: 100,
  snapshotDir: process.argv[2],
  maxSnapshots: 5,
  onAlert: async alert => {
    // Where a program would call a webhook.
    const usage = alert.type === 'heap-near-limit' ? ` [${toMB(alert.heapUsed).toFixed(1)} of ${toMB(alert.heapLimit).toFixed(0)} MB]` : '';
    console.log(`ALERT ${alert}${usage}`);
    if (!alert.snapshotPath) return;
    guard.stop();
    clearInterval(server);
    console.log('stopped');
  },
});

guard.start();
const server = setInterval(() => {}, 1000);
