// Many leaks and many look-alikes in one process. Each round makes 40 calls of everything, then a snapshot is written.
'use strict';
const path = require('path');
const v8 = require('v8');
const { EventEmitter } = require('events');

const folder = process.argv[2];

// Leaks: one object (or more) a call stays.
const leakedArray = [];
const leakedMap = new Map();
const leakedSet = new Set();
const leakedTable = {};
const leakedIndex = {};
const leakedClosures = [];
const leakedByUser = new Map();
const leakedQueue = { head: null, tail: null };
let leakedStack = null;
let leakedState = { items: [] };
class Store {
  #rows = new Map();
  static log = [];
  constructor() { this.sessions = new Map(); }
  put(n) {
    this.#rows.set('r' + n, { row: 'r' + n, cells: [n] });
    Store.log.push({ line: 'l' + n });
  }
  open(n) {
    this.sessions.set('s' + n, { session: 's' + n });
  }
}
const store = new Store();
class Bus extends EventEmitter {}
const bus = new Bus();
bus.setMaxListeners(0);
globalThis.leakedGlobal = [];
module.exports.leakedExport = [];
function makeReader(n) {
  const body = Buffer.alloc(512, n & 255);
  return () => body.length;
}

function every(session) {
  setInterval(() => { session.last = n; }, 3_600_000);
}

// Look-alikes: they hold much, or change much, and do not grow.
const ring = new Array(32);
const full = new Map(Array.from({ length: 100 }, (_, i) => ['seed' + i, { value: 'seed' + i }]));
const metadata = new WeakMap();
const routes = Array.from({ length: 50 }, (_, i) => ({ path: '/r' + i, handle: () => i }));
let current = null;

let n = 0;
function call() {
  n++;
  leakedArray.push({ id: 'a' + n });
  leakedMap.set('m' + n, { name: 'm' + n });
  leakedSet.add({ seen: 's' + n });
  leakedTable['t' + n] = { entry: 't' + n };
  leakedIndex[1000 + 7 * n] = { slot: 'i' + n };
  leakedClosures.push(makeReader(n));
  const user = 'user' + (n % 8);
  if (!leakedByUser.has(user)) leakedByUser.set(user, []);
  leakedByUser.get(user).push({ visit: 'v' + n });
  const node = { value: 'q' + n, next: null };
  if (leakedQueue.tail) leakedQueue.tail.next = node; else leakedQueue.head = node;
  leakedQueue.tail = node;
  leakedStack = { top: 'k' + n, below: leakedStack };
  leakedState = { ...leakedState, items: [...leakedState.items, { item: 'x' + n }] };
  store.put(n);
  store.open(n);
  const info = { heard: 'e' + n };
  bus.on('data', (value) => { info.value = value; });
  globalThis.leakedGlobal.push({ audit: 'g' + n });
  module.exports.leakedExport.push({ exported: 'p' + n });
  every({ since: 'd' + n });

  ring[n % ring.length] = { latest: 'r' + n, words: ('r ' + n).split(' ') };
  full.set('f' + n, { value: 'f' + n });
  if (full.size > 100) full.delete(full.keys().next().value);
  const request = { url: '/r' + (n % 50) };
  metadata.set(request, { at: 'w' + n });
  routes[n % 50].handle();
  current = Array.from({ length: 20 }, (_, i) => ({ i, text: 'c' + n + i }));
}

(async () => {
  for (let round = 0; round < 4; round++) {
    for (let i = 0; i < (round === 0 ? 150 : 40); i++) call();
    await new Promise((resolve) => setTimeout(resolve, 50));
    v8.writeHeapSnapshot(path.join(folder, `${round}.heapsnapshot`));
  }
  console.log('done', current.length);
  process.exit(0);
})();
