// Looks like a leak but is not: sessions live for 1.5 s after they were last seen; one timer sweeps them. They accumulate only under load.
//
// heapwise: load /login/{n}
// heapwise: options --rounds 2 --requests 13 --warmup 7 --idle 3s
// heapwise: expect no-leak
'use strict';

const http = require('node:http');

const TTL = 1500;
const sessions = new Map();

setInterval(() => {
  const now = Date.now();
  for (const [id, session] of sessions) {
    if (session.expires < now) sessions.delete(id);
  }
}, 100).unref();

const server = http.createServer((request, response) => {
  const user = request.url.split('/').pop();
  sessions.set(user, { user, expires: Date.now() + TTL, basket: Array.from({ length: 20 }, (_, i) => ({ item: i })) });
  response.end(`welcome ${user}\n`);
});

const port = Number(process.env.PORT ?? 3001);
server.listen(port, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${port}/`));
