'use strict';
// Fills its heap until V8 gives up, or its guard says that it is nearly full.
const { MemoryGuard } = require('../..');

const held = [];
new MemoryGuard({ maxSnapshots: 0, memoryThreshold: 1, onAlert: alert => { console.log(String(alert)); process.exit() } }).start();
const more = () => {
  for (let i = 0; i < 300; i++) held.push({ i, text: Buffer.alloc(1000, 97).toString('latin1') + i });
  setTimeout(more, 5);
};
more();
