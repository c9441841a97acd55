// The status of an upload is a function, so that its text is made only when somebody asks. It needs the number of bytes and keeps the
// bytes: a function holds every variable that it uses, in full.
//
// heapwise: load /uploads/{n}
// heapwise: expect leak closure statuses leaking.js:17 objects 1/request

import http from 'node:http';

const statuses = [];

function receive(name) {
  return Buffer.alloc(100_000, name); // Simulates the body of a request.
}

function upload(name) {
  const body = receive(name);
  statuses.push(() => `${name}: ${body.length} bytes`); // The leak: all bodies stay for the sake of their lengths.
  return body.toString('latin1', 0, 10);
}

const server = http.createServer((request, response) => {
  if (request.url === '/status') return response.end(statuses.map(status => status()).join('\n'));
  response.end(`received ${upload(request.url.split('/').pop())}\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
