'use strict';
// A heap of one kind, a snapshot of it, and what that has cost: measured.js KIND COUNT FOLDER
const fs = require('fs');
const v8 = require('v8');
const { Capture } = require('../../lib/capture');
const { SnapshotFolder } = require('../../lib/snapshots');

const [kind, count, folder] = process.argv.slice(2), n = Number(count), held = (globalThis.held = []);
const fill = {
  objects: () => { for (let i = 0; i < n; i++) held.push({ id: i, inner: { i }, text: `s${i}` }) },
  strings: () => { for (let i = 0; i < n / 10; i++) held.push(Buffer.alloc(1000, 97 + i % 20).toString('latin1') + i) },
  numbers: () => { for (let i = 0; i < n / 100; i++) held.push(Array.from({ length: 1000 }, (_, j) => j * 1.5)) },
  closures: () => { for (let i = 0; i < n; i++) { const k = { i }; held.push(() => k) } },
  'one array': () => held.push(new Array(n * 3).fill(held)),
};
const status = field => Number(new RegExp(`${field}:\\s+(\\d+)`).exec(fs.readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
const report = facts => console.log(JSON.stringify({ kind, node: process.version, ...facts }));

const capture = new Capture(new SnapshotFolder(folder, 1), { maxPause: Infinity, cooldown: 0 });
capture.prepare();
fill[kind]();
setTimeout(() => {
  const heapUsed = v8.getHeapStatistics().used_heap_size, resident = status('VmRSS');
  fs.writeFileSync('/proc/self/clear_refs', '5'); // the highest resident memory is counted from here
  const before = process.cpuUsage(), taken = capture.take(0.5), { user, system } = process.cpuUsage(before);
  report({ heapUsed, ...taken, extraBytes: status('VmHWM') - resident, processorMs: Math.round((user + system) / 1000) });
}, 100);
