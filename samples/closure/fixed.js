// The twin of leaking.js: the value that the handler needs is extracted first, and a handler is removed when its job has ended.
//
// heapwise: load /jobs/{n}
// heapwise: expect no-leak
'use strict';

const http = require('node:http');

const handlers = new Set();

function readPayload(job) {
  return Buffer.alloc(200_000, job);
}

function startJob(job) {
  const { length } = readPayload(job);
  const done = () => {
    console.debug(`job ${job}: ${length} bytes`);
  };
  handlers.add(done);
  return done;
}

const server = http.createServer((request, response) => {
  const done = startJob(request.url.split('/').pop());
  response.on('close', () => handlers.delete(done));
  response.end('started\n');
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
