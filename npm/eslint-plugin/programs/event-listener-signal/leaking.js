// Each client's listener is meant to go with a signal, which aborts when the response is done. But `on` of an EventEmitter takes no
// options: it ignores the signal, and the listener stays.
//
// heapwise: load /prices/{n}
// heapwise: expect leak event-listener prices leaking.js:19 objects 1/request

import { EventEmitter } from 'node:events';
import http from 'node:http';

const prices = new EventEmitter();

function watchPrices(request, response) {
  const done = new AbortController();
  const client = { path: request.url, seen: new Array(100).fill(0) };
  const remember = price => {
    client.seen.push(price);
    client.seen.shift();
  };
  prices.on('change', remember, { signal: done.signal }); // The leak: the signal has no effect.
  response.on('close', () => done.abort());
  response.end(`${client.seen.length} prices\n`);
}

const server = http.createServer(watchPrices);

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
