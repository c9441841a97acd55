// Loaded before the program by `heapwise test --prove`: it uses as much memory as a budget allows, so that the run has to fail.
'use strict';

const path = require('node:path');

class PlantedLeak {
  constructor(bytes) {
    this.values = new Array(Math.max(1, Math.round(bytes / 8))).fill(0.5); // 8 bytes each
  }
}

const planted = [];
module.exports = planted; // Node keeps it with the module
const [kind, size] = (process.env.HEAPWISE_PLANTED_LEAK ?? '').split(':');
const bytes = Number(size);
const leak = () => planted.push(new PlantedLeak(bytes));
const isTool = /^(npm|npx|yarn|pnpm|corepack)\b/.test(path.basename(process.argv[1] ?? ''));

if (kind === 'request') {
  const channel = require('node:diagnostics_channel').channel('http.server.request.start');
  channel.subscribe(leak);
  planted.channel = channel; // Node keeps channels only weakly
} else if (kind === 'time' && !isTool) {
  setInterval(leak, 50).unref();
} else if (kind === 'heap' && !isTool) {
  leak();
} else if (kind === 'rss' && !isTool) {
  planted.push(Buffer.alloc(bytes, 1));
}
