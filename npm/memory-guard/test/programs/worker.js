'use strict';
const { Worker, isMainThread, parentPort } = require('worker_threads');
const { MemoryGuard } = require('../..');

if (isMainThread) {
  const worker = new Worker(__filename, { argv: process.argv.slice(2), resourceLimits: { maxOldGenerationSizeMb: 64 } });
  worker.on('message', alert => { console.log(JSON.stringify(alert)); process.exit() });
} else {
  class onlyInTheWorker {}
  globalThis.held = Array.from({ length: 1000 }, () => new onlyInTheWorker());
  new MemoryGuard({ heapThreshold: 0.001, checkInterval: 20, snapshotDir: process.argv[2], onAlert: alert => {
    if (alert.type !== 'heap-near-limit') parentPort.postMessage({ ...alert });
  } }).start();
  setInterval(() => {}, 1000);
}
