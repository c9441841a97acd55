// The twin of leaking.js: a client that has disconnected is removed from the Set.
//
// heapwise: load /subscribe
// heapwise: expect no-leak
'use strict';

const http = require('node:http');

class Broadcaster {
  constructor() {
    this.clients = new Set();
  }

  join(response) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    this.clients.add(response);
    response.on('close', () => this.clients.delete(response));
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
