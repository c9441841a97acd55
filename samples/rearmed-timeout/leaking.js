// Each session polls by rescheduling itself, and nothing stops it when the session is over. Each Timeout is young, since every call creates
// a new one; the session that they pass on is as old as its request.
//
//   (GC roots) → … → Context –timerListMap→ Object –[200]→ TimersList –_idleNext→ Timeout –_onTimeout→ closure → Context –this→ Session
//
// heapwise: load /sessions
// heapwise: expect leak timer setTimeout leaking.js:21 objects 1/request
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
    setTimeout(() => this.poll(), 200); // The leak: no session ever stops this.
  }
}

let sessions = 0;

const server = http.createServer((request, response) => {
  const session = new Session(++sessions);
  session.poll();
  response.end(`session ${session.id}\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
