// The twin of leaking.js: when the response is done, the listener is removed by name.
//
// heapwise: load /prices/{n}
// heapwise: expect no-leak

import { EventEmitter } from 'node:events';
import http from 'node:http';

const prices = new EventEmitter();

function watchPrices(request, response) {
  const client = { path: request.url, seen: new Array(100).fill(0) };
  const remember = price => {
    client.seen.push(price);
    client.seen.shift();
  };
  prices.on('change', remember);
  response.on('close', () => prices.off('change', remember));
  response.end(`${client.seen.length} prices\n`);
}

const server = http.createServer(watchPrices);

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
