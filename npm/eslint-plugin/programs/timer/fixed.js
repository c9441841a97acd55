// The twin of leaking.js: whoever locks an order gets a function that releases it, and calls it when the response is done, even if the
// client hangs up.
//
// heapwise: load /orders/{n}/edit
// heapwise: expect no-leak

import http from 'node:http';

const RENEWAL_MS = 1_000;

function loadOrder(id) {
  return { id, items: Array.from({ length: 100 }, (_, i) => ({ article: i, price: i * 1.5 })) };
}

function lockOrder(id) {
  const lock = { order: loadOrder(id), renewedAt: Date.now() };
  const renewal = setInterval(() => { lock.renewedAt = Date.now(); }, RENEWAL_MS);
  return { order: lock.order, release: () => clearInterval(renewal) };
}

const server = http.createServer((request, response) => {
  const { order, release } = lockOrder(request.url.split('/')[2]);
  response.on('close', release);
  response.end(`order ${order.id} has ${order.items.length} items\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
