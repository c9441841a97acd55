// The same cluster; a session ends with its request.
//
// heapwise: load /users/{n}
// heapwise: expect no-leak
'use strict';

const cluster = require('node:cluster');
const http = require('node:http');

const sessions = new Map();

if (cluster.isPrimary) {
  for (let worker = 0; worker < 2; worker++) cluster.fork();
} else {
  http.createServer((request, response) => {
    const user = decodeURIComponent(request.url);
    sessions.set(user, { user, since: Date.now() });
    response.on('close', () => sessions.delete(user));
    response.end(`${sessions.size} sessions in worker ${process.pid}\n`);
  }).listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
    console.log(`worker ${process.pid} listening on http://127.0.0.1:${process.env.PORT ?? 3001}/`);
  });
}
