// The twin of leaking.js: the timer removes the listener when it was faster than the signal.
//
// heapwise: load /quotes/{n}
// heapwise: expect no-leak

import http from 'node:http';

const shutdown = new AbortController();
process.once('SIGTERM', () => shutdown.abort());

function nextQuote(quote) {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(new Error(`shut down before ${quote.name}`));
    };
    const timer = setTimeout(() => {
      shutdown.signal.removeEventListener('abort', stop);
      resolve(quote);
    }, 5);
    shutdown.signal.addEventListener('abort', stop, { once: true });
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
