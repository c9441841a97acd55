// A function that needs a number but keeps a buffer. Each job registers a completion handler. The handler uses only the buffer's length,
// but a function keeps every variable that it uses alive, in full, and the array keeps the function alive.
//
//   (GC roots) → … → Context –handlers→ Array –[N]→ closure –context→ Context –payload→ Buffer → ArrayBuffer → 200 kB outside the heap
//
// heapwise: load /jobs/{n}
// heapwise: expect leak closure handlers leaking.js:20|23 objects 1/request
'use strict';

const http = require('node:http');

const handlers = [];

function readPayload(job) {
  return Buffer.alloc(200_000, job); // Simulates an upload.
}

function startJob(job) {
  const payload = readPayload(job);
  const done = () => {
    console.debug(`job ${job}: ${payload.length} bytes`);
  };
  handlers.push(done); // The leak: the buffer stays as long as its handler does.
}

const server = http.createServer((request, response) => {
  startJob(request.url.split('/').pop());
  response.end('started\n');
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
