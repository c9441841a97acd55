// The twin of leaking.js: the body is read and discarded, so the response ends, and its socket with it.
//
// heapwise: load /status
// heapwise: expect no-leak
'use strict';

const http = require('node:http');

const catalogue = Buffer.alloc(200_000, 'catalogue ');
const backend = http.createServer((request, response) => response.end(catalogue));

function checkBackend(port) {
  return new Promise((resolve, reject) => {
    const ask = http.get({ port, host: '127.0.0.1', path: '/catalogue' });
    ask.on('error', reject);
    ask.on('response', answer => {
      answer.resume();
      resolve(answer.statusCode);
    });
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
