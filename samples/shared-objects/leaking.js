// Each session is put into three containers: a Map by id, an array of all sessions, and an index by user. Any one of the three would keep
// it alive, so removing it from just one fixes nothing. It is still a single leak, and it is reported once.
//
//   (GC roots) → … → Server ._events .request → closure → Context –byId→   Map   –table→ Session
//                                                                 –all→    Array –[]→    Session
//                                                                 –byUser→ Map   –table→ Array –[]→ Session
//
// heapwise: load /login/{n}
// heapwise: expect leak growing-collection all leaking.js:15|31 objects 1/request
'use strict';

const http = require('node:http');

const byId = new Map();
const all = [];
const byUser = new Map();

class Session {
  constructor(id, user) {
    this.id = id;
    this.user = user;
    this.rights = Array.from({ length: 50 }, (_, i) => ({ right: `right ${i}`, since: Math.random() }));
  }
}

function login(n) {
  const session = new Session(`session ${n}`, `user ${n % 10}`);

  // The leak: sessions are added to all three, and logging out removes them from none.
  byId.set(session.id, session);
  all.push(session);
  if (!byUser.has(session.user)) byUser.set(session.user, []);
  byUser.get(session.user).push(session);
  return session;
}

const server = http.createServer((request, response) => {
  const session = login(Number(request.url.split('/').pop()));
  response.end(`${session.id} of ${all.length}\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
