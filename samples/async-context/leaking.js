// Each request runs in its own context, which holds the URL and the data read for the request. A timer started there belongs to the context
// and keeps it alive for as long as the timer itself, although its callback uses nothing from it.
//
//   (GC roots) → … → TimersList –_idleNext→ Timeout –<symbol kResourceStore> or <symbol kAsyncContextFrame>→ … → RequestContext
//
// heapwise: load /visit
// heapwise: expect leak async-context setTimeout leaking.js:28 objects 1/request
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
  setTimeout(() => { expired++; }, 3_600_000); // The leak: waits an hour, and keeps the context alive.
  response.end(`${context.getStore().url} has ${context.getStore().rows.length} rows\n`);
}

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
