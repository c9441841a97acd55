// Orders are watched over Socket.IO, each in a namespace of its own. A namespace stays, with its adapter, for as long as the server.
//
//   (GC roots) → … → Context –io→ socket.io's Server –_nsps→ Map –[name]→ Namespace
//
// heapwise: load /orders/{n}
// heapwise: expect leak unbounded-cache io leaking.js:21 objects 1/request
'use strict';

const http = require('node:http');
const { Server } = require('socket.io');
const { io: connect } = require('socket.io-client');

const server = http.createServer();
const io = new Server(server);

server.on('request', (request, response) => {
  if (!request.url.startsWith('/orders/')) return;
  const id = request.url.slice('/orders/'.length);
  const change = { id, at: Date.now() };
  // The leak: what is asked for by name is made, and never removed.
  io.of(`/orders/${id}`).emit('changed', change);
  response.end(`order ${id}\n`);
});

const port = Number(process.env.PORT ?? 3001);
server.listen(port, '127.0.0.1', () => {
  for (const id of [1, 2]) connect(`http://127.0.0.1:${port}/orders/${id}`, { transports: ['websocket'] });
});
