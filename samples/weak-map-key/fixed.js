// The twin of leaking.js: a session that ends is removed from the array, and its metadata goes with it.
//
// heapwise: load /sessions/{n}
// heapwise: expect no-leak
'use strict';

const http = require('node:http');

const sessions = [];
const metadata = new WeakMap();

class Session {
  constructor(id) {
    this.id = id;
  }
}

function open(id) {
  const session = new Session(id);
  metadata.set(session, { opened: Date.now(), history: Array.from({ length: 200 }, (_, i) => ({ step: i, at: Math.random() })) });
  sessions.push(session);
  return session;
}

function close(session) {
  sessions.splice(sessions.indexOf(session), 1);
}

const server = http.createServer((request, response) => {
  const session = open(Number(request.url.split('/').pop()));
  response.end(`session ${session.id}, ${metadata.get(session).history.length} steps\n`, () => close(session));
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
