// A shop that gives every order a logger of its own. The library keeps a logger for each name it was asked for.
//
//   variable loggers → Loggers → #byName (Map) → order number → logger
//
// heapwise: load /orders/{n}
// heapwise: expect leak unbounded-cache loggers leaking.js:20 objects 1/request
'use strict';

const http = require('node:http');
const { create } = require('named-loggers');

const loggers = create();

function greet(name) {
  const log = loggers.get('greeter');
  log.write(`hello ${name}`);
}

function loggerFor(order) {
  return loggers.get(`order ${order}`);
}

http.createServer((request, response) => {
  greet(request.headers.host);
  loggerFor(request.url.split('/').at(-1)).write('received');
  response.end('thank you\n');
}).listen(process.env.PORT ?? 3001, '127.0.0.1', function () {
  console.log(`listening on http://127.0.0.1:${this.address().port}/`);
});
