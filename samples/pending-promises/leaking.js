// Calls that wait for an answer by their id. An answer that never comes leaves the promise, the function that waits for it and all of its
// variables in the Map.
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
    // Stands for a message to a broker whose answer is lost.
    pending.set(id, { resolve, reject, message }); // The leak: only an answer would take it out.
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
