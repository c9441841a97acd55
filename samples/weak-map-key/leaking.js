// A WeakMap keeps a value as long as its key lives, and here the keys live forever: the sessions stay in a module-level array. It looks as
// if the WeakMap leaked the metadata. What leaks are the keys, and the array is what keeps them alive.
//
//   (GC roots) → … → Server ._events .request → closure → Context –sessions→ Array –[]→ Session
//                                                                 –metadata→ WeakMap … Session ⇒ { request, history, … }
//
// heapwise: load /sessions/{n}
// heapwise: expect leak growing-collection sessions leaking.js:13|27 objects 1/request
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

  // The leak: sessions that nobody uses anymore stay in the array, each with its metadata.
  sessions.push(session);
  return session;
}

const server = http.createServer((request, response) => {
  const session = open(Number(request.url.split('/').pop()));
  response.end(`session ${session.id}, ${metadata.get(session).history.length} steps\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
