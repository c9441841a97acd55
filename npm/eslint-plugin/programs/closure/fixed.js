// The twin of leaking.js: the length is taken before the function is made, so the function keeps a number. A list of the newest 20 uploads
// is enough.
//
// heapwise: load /uploads/{n}
// heapwise: expect no-leak

import http from 'node:http';

const MAX_STATUSES = 20;
const statuses = [];

function receive(name) {
  return Buffer.alloc(100_000, name); // Simulates the body of a request.
}

function upload(name) {
  const body = receive(name);
  const { length } = body;
  statuses.push(() => `${name}: ${length} bytes`);
  if (statuses.length > MAX_STATUSES) statuses.shift();
  return body.toString('latin1', 0, 10);
}

const server = http.createServer((request, response) => {
  if (request.url === '/status') return response.end(statuses.map(status => status()).join('\n'));
  response.end(`received ${upload(request.url.split('/').pop())}\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
