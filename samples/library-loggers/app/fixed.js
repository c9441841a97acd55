// The twin of leaking.js: one logger for the program, and for each request a child that carries the id as a field. The library does not
// keep children.
//
// heapwise: load /orders/{n}
// heapwise: expect no-leak
'use strict';

const http = require('node:http');
const { getLogger } = require('named-loggers');

const log = getLogger('server');

function loadOrder(id) {
  getLogger('orders').info(`loading ${id}`);
  return { id, total: (Number(id) * 7) % 100 };
}

function handle(id) {
  const requestLog = log.child({ request: id });
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
