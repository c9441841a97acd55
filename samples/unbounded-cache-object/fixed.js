// The twin of leaking.js: sessions end 50 ms after their last visit. There are some under load and none at rest.
//
// heapwise: load /visit/{n}
// heapwise: expect no-leak
'use strict';

const http = require('node:http');

const timeToLiveMs = 50;

class Session {
  constructor(user) {
    this.user = user;
    this.history = Array.from({ length: 100 }, (_, i) => `page ${i} of ${user}`);
  }
}

class SessionStore {
  sessions = {};

  visit(user) {
    const session = (this.sessions[user] ??= new Session(user));
    clearTimeout(session.timer);
    session.timer = setTimeout(() => delete this.sessions[user], timeToLiveMs);
    session.timer.unref();
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
