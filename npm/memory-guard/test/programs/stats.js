'use strict';
const { MemoryGuard } = require('../..');

const guard = new MemoryGuard({ warmUp: 0, heapThreshold: 1, memoryThreshold: 1 }).start();
for (let i = 0; i < 2e6; i++) ({ i });
global.gc({ type: 'minor' });
global.gc();
guard.on('stats', stats => stats.fullCollections > 1 && (process.stdout.write(JSON.stringify(stats)), process.exit()));
setInterval(() => global.gc(), 50);
