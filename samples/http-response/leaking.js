// Each request asks another service for its health and looks only at the status code. The body is never read, so the response stays paused,
// and its socket, its buffers, and its descriptor stay as well.
//
//   (GC roots) → (Global handles) → HTTPParser –incoming→ IncomingMessage –_readableState→ ReadableState –buffer→ Array → Buffer
//
// heapwise: load /status
// heapwise: expect leak stream ClientRequest leaking.js:19 objects 1/request
'use strict';

const http = require('node:http');

const catalogue = Buffer.alloc(200_000, 'catalogue ');
const backend = http.createServer((request, response) => response.end(catalogue));

function checkBackend(port) {
  return new Promise((resolve, reject) => {
    const ask = http.get({ port, host: '127.0.0.1', path: '/catalogue' });
    ask.on('error', reject);
    ask.on('response', answer => resolve(answer.statusCode)); // The leak: nobody reads the body.
  });
}

const server = http.createServer(async (request, response) => {
  response.end(`backend says ${await checkBackend(backend.address().port)}\n`);
});

backend.listen(0, '127.0.0.1', () => {
  server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
    console.log(`listening on http://127.0.0.1:${server.address().port}/`);
  });
});
