// The twin of leaking.js: a session that ends is removed from all three containers. Here it ends with the request.
//
// heapwise: load /login/{n}
// heapwise: expect no-leak
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
  byId.set(session.id, session);
  all.push(session);
  if (!byUser.has(session.user)) byUser.set(session.user, []);
  byUser.get(session.user).push(session);
  return session;
}

function logout(session) {
  byId.delete(session.id);
  all.splice(all.indexOf(session), 1);
  const ofUser = byUser.get(session.user);
  ofUser.splice(ofUser.indexOf(session), 1);
  if (ofUser.length === 0) byUser.delete(session.user);
}

const server = http.createServer((request, response) => {
  const session = login(Number(request.url.split('/').pop()));
  response.end(`${session.id} of ${all.length}\n`, () => logout(session));
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
