// A FinalizationRegistry waits for an object that is never collected. Each registration adds a cell with its held value to the registry's
// list. Registering an object that lives as long as the program, once per request, makes the list grow by one cell each time. Only
// unregister or the death of the object would end that.
//
//   (GC roots) → … → Server ._events .request → closure → Context –finished→ FinalizationRegistry –active_cells→ WeakCell –next→ WeakCell … –holdings→ { request, … }
//
// heapwise: load /jobs/{n}
// heapwise: expect leak weak-reference finished leaking.js:14|22 objects 1/request
'use strict';

const http = require('node:http');

const pool = { connections: 4 };
const finished = new FinalizationRegistry((job) => {
  console.log(`the pool is gone, and with it ${job.name}`);
});

function start(n) {
  const job = { name: `job ${n}`, started: Date.now() };

  // The leak: the pool lives as long as the program, so the registry keeps a cell and the job for each request.
  finished.register(pool, job);
  return job;
}

const server = http.createServer((request, response) => {
  const job = start(Number(request.url.split('/').pop()));
  response.end(`${job.name} on ${pool.connections} connections\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
