// The twin of leaking.js: the timer is cleared when the response is done, and the context goes with it.
//
// heapwise: load /visit
// heapwise: expect no-leak
'use strict';

const { AsyncLocalStorage } = require('node:async_hooks');
const http = require('node:http');

class RequestContext {
  constructor(url) {
    this.url = url;
    this.rows = Array.from({ length: 500 }, Math.random);
  }
}

const context = new AsyncLocalStorage();
const server = http.createServer((request, response) => {
  context.run(new RequestContext(request.url), () => answer(response));
});

let expired = 0;

function answer(response) {
  const timer = setTimeout(() => { expired++; }, 3_600_000);
  response.on('close', () => clearTimeout(timer));
  response.end(`${context.getStore().url} has ${context.getStore().rows.length} rows\n`);
}

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
