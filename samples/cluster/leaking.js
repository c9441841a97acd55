// The started process serves nothing: it is the primary of a cluster, and its two workers share the port. Each of them remembers every
// session it has seen.
//
// What holds them in a worker, from the root down:
//
//   (GC roots) → … → Server ._events .request → closure → Context –sessions→ Map → { user, since }
//
// heapwise: load /users/{n}
// heapwise: expect leak unbounded-cache sessions leaking.js:15|24 objects 1/request
'use strict';

const cluster = require('node:cluster');
const http = require('node:http');

const sessions = new Map();

if (cluster.isPrimary) {
  for (let worker = 0; worker < 2; worker++) cluster.fork();
} else {
  http.createServer((request, response) => {
    const user = decodeURIComponent(request.url);
    if (!sessions.has(user)) {
      // The leak: sessions begin here and never end.
      sessions.set(user, { user, since: Date.now() });
    }
    response.end(`${sessions.size} sessions in worker ${process.pid}\n`);
  }).listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
    console.log(`worker ${process.pid} listening on http://127.0.0.1:${process.env.PORT ?? 3001}/`);
  });
}
