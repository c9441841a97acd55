// The twin of leaking.js: one listener for all sessions, and a Set of the open ones.
//
// heapwise: load /sessions
// heapwise: expect no-leak
'use strict';

const http = require('node:http');

const open = new Set();

process.on('SIGTERM', () => {
  for (const session of open) session.close();
});

class Session {
  constructor(address) {
    this.address = address;
    this.history = new Array(100).fill(address);
    open.add(this);
  }

  close() {
    open.delete(this);
  }
}

const server = http.createServer((request, response) => {
  const session = new Session(request.socket.remoteAddress);
  response.on('close', () => session.close());
  response.end(`${session.address}\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
