// The same cache with a plain object in a property of a class: sessions by user id, added on each visit and never removed. An object
// used as a dictionary keeps its keys alive as well as its values.
//
//   (GC roots) → … → closure → Context –store→ SessionStore .sessions → Object –"user-17"→ Session .history → Array
//
// heapwise: load /visit/{n}
// heapwise: expect leak unbounded-cache sessions leaking.js:20|27 objects 1/request
'use strict';

const http = require('node:http');

class Session {
  constructor(user) {
    this.user = user;
    this.history = Array.from({ length: 100 }, (_, i) => `page ${i} of ${user}`);
  }
}

class SessionStore {
  sessions = {};

  visit(user) {
    let session = this.sessions[user];
    if (session === undefined) {
      session = new Session(user);
      // The leak: no session ever ends.
      this.sessions[user] = session;
    }
    return session;
  }
}

const store = new SessionStore();

const server = http.createServer((request, response) => {
  const session = store.visit(`user-${request.url.split('/').pop()}`);
  response.end(`${session.history.length} pages\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
