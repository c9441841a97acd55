// Responses for server-sent events are kept in a Set for the next broadcast. When a client disconnects, its destroyed response stays in the
// Set, with its request and its socket.
//
//   (GC roots) → … → Context –broadcaster→ Broadcaster –clients→ Set –table→ … → ServerResponse –socket, req→ Socket, IncomingMessage
//
// heapwise: load /subscribe
// heapwise: expect leak stream clients leaking.js:19 objects 1/request
'use strict';

const http = require('node:http');

class Broadcaster {
  constructor() {
    this.clients = new Set();
  }

  join(response) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    this.clients.add(response); // The leak: nothing removes a client that has disconnected.
    response.write('event: joined\n\n');
  }

  broadcast(text) {
    for (const client of this.clients) {
      if (!client.destroyed) client.write(`data: ${text}\n\n`);
    }
  }
}

const broadcaster = new Broadcaster();
const server = http.createServer((request, response) => {
  if (request.url !== '/events') return visit(response);
  broadcaster.join(response);
});

// A client that joins, reads its first event, and disconnects.
function visit(response) {
  const client = http.get({ port: server.address().port, host: '127.0.0.1', path: '/events', agent: false }, events => {
    events.once('data', () => client.destroy());
    events.on('error', () => {});
    events.on('close', () => response.end('joined and left\n'));
  });
  client.on('error', () => {});
}

setInterval(() => broadcaster.broadcast('still here'), 5_000);

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
