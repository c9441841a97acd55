// One AbortController for the whole program, so that all work can be stopped at shutdown. Each request adds a listener to its signal and
// never removes it. The signal never aborts, so `once` never removes it either.
//
//   (GC roots) → … → Context –shutdown→ AbortController → AbortSignal → Map of events → Listener –next→ Listener … → closure → Context
//
// heapwise: load /work
// heapwise: expect leak event-listener shutdown leaking.js:17 objects 1/request
'use strict';

const http = require('node:http');

const shutdown = new AbortController();

function work(request) {
  const task = { rows: Array.from({ length: 100 }, Math.random), headers: request.headers };
  const stop = () => { task.rows.length = 0; };
  shutdown.signal.addEventListener('abort', stop, { once: true }); // The leak: the listener stays after the work is done.
  return task.rows.reduce((sum, row) => sum + row, 0);
}

const server = http.createServer((request, response) => {
  response.end(`${work(request)}\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
