// Looks like a leak but is not: functions that use the length of a body and keep all of it, but are gone when their response is done. The
// one that stays keeps a body on purpose: it sends it again and again.
//
// heapwise: load /uploads/{n}
// heapwise: expect no-leak

import http from 'node:http';

const greeting = Buffer.from('received '.repeat(100));
const renderers = [() => greeting];
const listeners = new Set();

function receive(name) {
  return Buffer.alloc(100_000, name); // Simulates the body of a request.
}

function upload(name, response) {
  const body = receive(name);
  const report = () => console.log(`${name}: ${body.length} bytes`);
  listeners.add(report);
  response.on('finish', () => console.debug(`answered ${body.length} bytes`));
  response.on('close', () => listeners.delete(report));
}

const server = http.createServer((request, response) => {
  upload(request.url.split('/').pop(), response);
  response.end(Buffer.concat(renderers.map(render => render())));
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
