// The twin of leaking.js: the session ends with its response, and the polling ends with it.
//
// heapwise: load /sessions
// heapwise: expect no-leak
'use strict';

const http = require('node:http');

class Session {
  constructor(id) {
    this.id = id;
    this.messages = new Array(200).fill(null);
    this.polls = 0;
  }

  poll() {
    this.polls++;
    this.timer = setTimeout(() => this.poll(), 200);
  }

  stop() {
    clearTimeout(this.timer);
  }
}

let sessions = 0;

const server = http.createServer((request, response) => {
  const session = new Session(++sessions);
  session.poll();
  response.on('close', () => session.stop());
  response.end(`session ${session.id}\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
