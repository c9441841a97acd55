// Looks like a leak but is not: each request has a signal of its own, and the listeners on it die with the request. On the signal of the
// whole program, there is one listener, added at startup.
//
// heapwise: load /quotes/{n}
// heapwise: expect no-leak

import http from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

const shutdown = new AbortController();
process.once('SIGTERM', () => shutdown.abort());

async function nextQuote(name, signal) {
  const quote = { name, prices: Array.from({ length: 100 }, Math.random), isCancelled: false };
  signal.addEventListener('abort', () => { quote.isCancelled = true; }, { once: true });
  await wait(5);
  return quote;
}

const server = http.createServer(async (request, response) => {
  const hangUp = new AbortController();
  response.on('close', () => hangUp.abort());
  hangUp.signal.addEventListener('abort', () => console.debug(`${request.url} is done`), { once: true });
  const quote = await nextQuote(`quote ${request.url}`, hangUp.signal);
  response.end(`${quote.name}\n`);
});

shutdown.signal.addEventListener('abort', () => server.close(), { once: true });
server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
