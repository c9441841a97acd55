// Looks like a leak but is not: lines of a log that are written in batches, routes that are added at startup, and requests that leave their
// Set when they are done.
//
// heapwise: load /articles/{n}
// heapwise: expect no-leak

import http from 'node:http';

const BATCH = 10;
const routes = [];
const lines = [];
const open = new Set();

function route(pattern, handle) {
  routes.push({ pattern, handle });
}

function log(path) {
  lines.push({ path, at: new Date() });
  if (lines.length >= BATCH) write(lines.splice(0));
}

function write(batch) {
  console.log(batch.map(({ path, at }) => `${at.toISOString()} ${path}`).join('\n'));
}

route(/^\/articles\/\d+$/, (request, response) => response.end('an article\n'));
route(/^\/open$/, (request, response) => response.end(`${open.size} requests\n`));
route(/.*/, (request, response) => response.writeHead(404).end());

const server = http.createServer((request, response) => {
  open.add(request);
  response.on('close', () => open.delete(request));
  log(request.url);
  routes.find(({ pattern }) => pattern.test(request.url)).handle(request, response);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
