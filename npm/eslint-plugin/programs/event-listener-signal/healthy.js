// Looks like a leak but is not: an EventTarget takes a signal, and so do the functions `on` and `once` of node:events, which are no methods
// of an emitter.
//
// heapwise: load /prices/{n}
// heapwise: expect no-leak

import { EventEmitter, on } from 'node:events';
import http from 'node:http';

const prices = new EventTarget();
const trades = new EventEmitter();

async function collectTrades(client, signal) {
  try {
    for await (const [trade] of on(trades, 'trade', { signal })) client.trades.push(trade);
  } catch (error) {
    if (error.name !== 'AbortError') throw error;
  }
}

function watchPrices(request, response) {
  const done = new AbortController();
  const client = { path: request.url, prices: new Array(100).fill(0), trades: [] };
  prices.addEventListener('change', event => client.prices.push(event.detail), { signal: done.signal });
  collectTrades(client, done.signal);
  response.on('close', () => done.abort());
  response.end(`${client.prices.length} prices\n`);
}

const server = http.createServer(watchPrices);

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
