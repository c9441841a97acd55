// Each session asks to be notified when the program ends. The process outlives all sessions, so all of them stay.
//
//   (GC roots) → … → process –_events→ Object –SIGTERM→ Array –[N]→ closure → Context –this→ Session
//
// heapwise: load /sessions
// heapwise: expect leak event-listener process leaking.js:18 objects 1/request
'use strict';

const http = require('node:http');

process.setMaxListeners(0);

class Session {
  constructor(address) {
    this.address = address;
    this.history = new Array(100).fill(address);
    this.isOpen = true;
    process.on('SIGTERM', () => this.close()); // The leak: close() does not remove the listener.
  }

  close() {
    this.isOpen = false;
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
