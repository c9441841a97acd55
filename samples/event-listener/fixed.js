// The twin of leaking.js: the listener is removed with its response, even if the client hangs up: 'close' is emitted in both cases.
//
// heapwise: load /prices
// heapwise: expect no-leak
'use strict';

const { EventEmitter } = require('node:events');
const http = require('node:http');

class PriceFeed extends EventEmitter {
  constructor() {
    super();
    this.price = 100;
    setInterval(() => {
      this.price += Math.random() - 0.5;
      this.emit('change', this.price);
    }, 1_000);
  }
}

const prices = new PriceFeed();

function streamPrice(request, response) {
  response.setHeader('x-client', request.headers.host);
  const send = price => {
    if (!response.writableEnded) response.write(`${price}\n`);
  };
  prices.on('change', send);
  response.on('close', () => prices.off('change', send));
  response.end(`${prices.price}\n`);
}

const server = http.createServer(streamPrice);

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
