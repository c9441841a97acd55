// The twin of leaking.js: the listener is removed when its work is done.
//
// heapwise: load /work
// heapwise: expect no-leak
'use strict';

const http = require('node:http');

const shutdown = new AbortController();

function work(request) {
  const task = { rows: Array.from({ length: 100 }, Math.random), headers: request.headers };
  const stop = () => { task.rows.length = 0; };
  shutdown.signal.addEventListener('abort', stop, { once: true });
  try {
    return task.rows.reduce((sum, row) => sum + row, 0);
  } finally {
    shutdown.signal.removeEventListener('abort', stop);
  }
}

const server = http.createServer((request, response) => {
  response.end(`${work(request)}\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
