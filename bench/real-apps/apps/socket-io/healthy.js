// Orders are watched over Socket.IO, each in a room of one namespace. Two clients are connected all the time.
//
// heapwise: load /orders/{n}
// heapwise: expect no-leak
'use strict';

const http = require('node:http');
const { Server } = require('socket.io');
const { io: connect } = require('socket.io-client');

const server = http.createServer();
const io = new Server(server);

io.on('connection', socket => {
  socket.on('watch', id => socket.join(`order ${id}`));
  socket.on('leave', id => socket.leave(`order ${id}`));
});

server.on('request', (request, response) => {
  if (!request.url.startsWith('/orders/')) return;
  const id = request.url.slice('/orders/'.length);
  io.to(`order ${id}`).emit('changed', { id, at: Date.now() });
  response.end(`order ${id}\n`);
});

const port = Number(process.env.PORT ?? 3001);
server.listen(port, '127.0.0.1', () => {
  for (const id of [1, 2]) connect(`http://127.0.0.1:${port}`, { transports: ['websocket'] }).emit('watch', id);
});
