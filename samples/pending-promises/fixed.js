// The twin of leaking.js: a call that is not answered in time fails, and is removed from the Map either way.
//
// heapwise: load /ask
// heapwise: expect no-leak
'use strict';

const { randomUUID } = require('node:crypto');
const http = require('node:http');

const pending = new Map();

function call(message) {
  const id = randomUUID();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no answer')), 100);
    pending.set(id, { resolve, reject, message, timer });
  }).finally(() => {
    clearTimeout(pending.get(id).timer);
    pending.delete(id);
  });
}

async function ask(url) {
  const question = { url, words: Array.from({ length: 100 }, Math.random) };
  const answer = await call(question);
  return { question, answer };
}

const server = http.createServer((request, response) => {
  ask(request.url).then(answer => console.debug(answer), error => console.debug(error.message));
  response.end('asked\n');
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
