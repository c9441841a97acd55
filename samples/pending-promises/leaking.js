// Calls wait for a reply by id. If the reply never comes, the promise, the function that awaits it, and all of that function's variables
// stay in the Map.
//
//   (GC roots) → … → Context –pending→ Map → { resolve, reject } → closure → Context → Promise → PromiseReaction → … → ask()
//
// heapwise: load /ask
// heapwise: expect leak promise pending leaking.js:19 objects 1/request
'use strict';

const { randomUUID } = require('node:crypto');
const http = require('node:http');

const pending = new Map();

function call(message) {
  const id = randomUUID();
  return new Promise((resolve, reject) => {
    // Simulates a message to a broker whose reply is lost.
    pending.set(id, { resolve, reject, message }); // The leak: only a reply would remove it.
  });
}

async function ask(url) {
  const question = { url, words: Array.from({ length: 100 }, Math.random) };
  const answer = await call(question);
  return { question, answer };
}

const server = http.createServer((request, response) => {
  ask(request.url).then(answer => console.debug(answer));
  response.end('asked\n');
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
