// The twin of leaking.js: one logger for all orders, and the number of the order in the line.
//
// heapwise: load /orders/{n}
// heapwise: expect no-leak
'use strict';

const http = require('node:http');
const { create } = require('named-loggers');

const loggers = create();

function greet(name) {
  const log = loggers.get('greeter');
  log.write(`hello ${name}`);
}

http.createServer((request, response) => {
  greet(request.headers.host);
  loggers.get('orders').write(`${request.url.split('/').at(-1)}: received`);
  response.end('thank you\n');
}).listen(process.env.PORT ?? 3001, '127.0.0.1', function () {
  console.log(`listening on http://127.0.0.1:${this.address().port}/`);
});
