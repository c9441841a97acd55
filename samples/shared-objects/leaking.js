// One session is put into three containers: a Map by its id, an array of all, and an index by its user. Each of the three alone
// would keep it, so taking it out of one of them repairs nothing. It is one leak all the same, and it is reported once.
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

  // The leak: sessions come into all three, and logging out takes them out of none.
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
