// A race against a promise that lives as long as the program. Each race leaves its reactions on that promise, and with them the result of
// the race, long after the race is over.
//
//   (GC roots) → … → Context –closing→ Promise –reactions_or_result→ PromiseReaction → PromiseReaction → … → Promise → result
//
// heapwise: load /report
// heapwise: expect leak promise closing leaking.js:12 objects 1/request
'use strict';

const http = require('node:http');

const closing = new Promise(resolve => {
  process.once('SIGTERM', () => resolve('closing'));
});

async function buildReport() {
  return Array.from({ length: 500 }, Math.random).join(',');
}

const server = http.createServer(async (request, response) => {
  // The leak: `closing` remembers every race that it takes part in.
  response.end(await Promise.race([buildReport(), closing]));
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
