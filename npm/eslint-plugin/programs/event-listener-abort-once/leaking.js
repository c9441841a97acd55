// A wait that ends early at shutdown. Its listener has `once`, which looks like cleanup, but removes it only after the signal has aborted.
// That happens once in the life of the program, and until then every wait ever finished stays.
//
// heapwise: load /quotes/{n}
// heapwise: expect leak event-listener shutdown leaking.js:16 objects 1/request

import http from 'node:http';

const shutdown = new AbortController();
process.once('SIGTERM', () => shutdown.abort());

function nextQuote(quote) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(quote), 5);
    // The leak: the listener stays when the timer was faster.
    shutdown.signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new Error(`shut down before ${quote.name}`));
    }, { once: true });
  });
}

const server = http.createServer(async (request, response) => {
  const quote = { name: `quote ${request.url}`, prices: Array.from({ length: 100 }, Math.random) };
  response.end(`${(await nextQuote(quote)).name}\n`);
});

shutdown.signal.addEventListener('abort', () => server.close(), { once: true });
server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
