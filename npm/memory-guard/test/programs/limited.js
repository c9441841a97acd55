'use strict';
// Fills its heap, and when a limit has been set, has a snapshot taken: limited.js guarded|naive FOLDER
const path = require('path');
const v8 = require('v8');
const { MemoryGuard } = require('../..');

const [kind, folder] = process.argv.slice(2), held = [];
const finish = text => { console.log(text); process.exit() };
const onAlert = alert => alert.type.startsWith('snapshot') && finish(String(alert));
const guard = new MemoryGuard({ snapshotDir: folder, memoryThreshold: 0.05, checkInterval: 50, onAlert });
const steps = {
  fill: () => {
    for (let i = 0; i < 150_000; i++) held.push({ i, inner: { i } });
    console.log('filled');
  },
  go: () => (kind === 'guarded' ? guard.start() : finish(v8.writeHeapSnapshot(path.join(folder, 'naive.heapsnapshot')))),
};
process.stdin.on('data', text => { for (const step of text.toString().trim().split('\n')) steps[step]() });
setInterval(() => held.length, 1000);
