// A logger for each request, which the library keeps. Logging libraries make one logger per name and keep it, which suits names of
// modules. This program puts the request's id into the name, so that it is in every line. Nothing in its own code adds to the
// Map that grows.
//
//   (GC roots) → … → Server ._events .request → closure → Context –getLogger→ closure → Context –loggers→ Map –table→ [name, Logger]
//
// heapwise: load /orders/{n}
// heapwise: expect leak unbounded-cache getLogger leaking.js:22 objects 1/request
'use strict';

const http = require('node:http');
const { getLogger } = require('named-loggers');

const log = getLogger('server');

function loadOrder(id) {
  getLogger('orders').info(`loading ${id}`);
  return { id, total: (Number(id) * 7) % 100 };
}

function handle(id) {
  const requestLog = getLogger(`request ${id}`); // The leak: the library never forgets a name.
  requestLog.info('begins');
  const order = loadOrder(id);
  requestLog.info(`total is ${order.total}`);
  return order;
}

const server = http.createServer((request, response) => {
  response.end(JSON.stringify(handle(request.url.split('/').pop())));
});

server.on('clientError', (error) => log.error(error.message));
server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
