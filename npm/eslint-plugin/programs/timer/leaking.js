// An order is locked while somebody edits it, and an interval renews the lock. Nothing clears the interval, so the locks of all orders ever
// edited are renewed for as long as the program runs.
//
// heapwise: load /orders/{n}/edit
// heapwise: expect leak timer setInterval leaking.js:17 objects 1/request

import http from 'node:http';

const RENEWAL_MS = 1_000;

function loadOrder(id) {
  return { id, items: Array.from({ length: 100 }, (_, i) => ({ article: i, price: i * 1.5 })) };
}

function lockOrder(id) {
  const lock = { order: loadOrder(id), renewedAt: Date.now() };
  setInterval(() => { lock.renewedAt = Date.now(); }, RENEWAL_MS); // The leak: nothing clears it.
  return lock;
}

const server = http.createServer((request, response) => {
  const { order } = lockOrder(request.url.split('/')[2]);
  response.end(`order ${order.id} has ${order.items.length} items\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
