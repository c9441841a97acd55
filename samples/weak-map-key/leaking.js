// A WeakMap keeps a value for as long as its key lives, and here the keys live for ever: the sessions stay in the array of the module.
// The metadata look as if the WeakMap leaked them; what leaks are the keys, and what keeps those is the array.
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

  // The leak: sessions that nobody uses any more stay in the array, and with each of them its metadata.
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
