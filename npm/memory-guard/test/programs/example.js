'use strict';
// The guard of the well-known example, for the programs beside this one: each has its own way to get the class.
module.exports = MemoryGuard => {
  const toMB = bytes => bytes / 1024 / 1024;
  const guard = new MemoryGuard({
    heapThreshold: 0.001,
    checkInterval: 100,
    snapshotDir: process.argv[2],
    maxSnapshots: 5,
    onAlert: async alert => {
      // Where a program would call a webhook.
      const usage = ` [${toMB(alert.heapUsed).toFixed(1)} of ${toMB(alert.heapLimit).toFixed(0)} MB]`;
      console.log(`ALERT ${alert}${alert.type === 'heap-near-limit' ? usage : ''}`);
      if (!alert.snapshotPath) return;
      guard.stop();
      clearInterval(server);
      console.log('stopped');
    },
  });

  guard.start();
  const server = setInterval(() => {}, 1000);
};
