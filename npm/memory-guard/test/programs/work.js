'use strict';
// Handles requests, with a full collection after each lot: a cache of the last hundred users, or one that keeps them all, or data that
// grows only while the program starts.
const { MemoryGuard } = require('../..');

const kind = process.argv[2], users = new Map(), loaded = [];
let collections = 0, lots = 0;
const leaks = [], alerts = [];
const guard = new MemoryGuard({
  heapThreshold: 1, memoryThreshold: 1, leakCollections: 8, leakDuration: 200, warmUp: kind === 'starting' ? 700 : 0,
  onAlert: ({ type, message }) => alerts.push({ type, message }),
});
guard.on('leak', leak => leaks.push(leak)).on('stats', () => collections++);
const start = Date.now();
guard.start();

setInterval(() => {
  lots++;
  for (let i = 0; i < 2000; i++) {
    users.set(`${lots}-${i}`, { lots, mail: `user${i}@example.org`, visits: [i, i + 1] });
    if (kind !== 'leaking' && users.size > 100) users.delete(users.keys().next().value);
  }
  if (kind === 'starting' && Date.now() - start < 500) loaded.push(Array.from({ length: 10_000 }, (_, i) => ({ i })));
  global.gc();
  if (lots < 30 && !(leaks.length > 0 && collections > 15)) return;
  setImmediate(() => setImmediate(() => {
    console.log(JSON.stringify({ leaks, alerts, collections }));
    process.exit();
  }));
  lots = -1e9;
}, 40);
