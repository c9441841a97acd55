// One listener per request on a module-level emitter. Each listener keeps its request and response alive. Node's warning about more than
// ten listeners has been silenced.
//
//   (GC roots) → … → Context –prices→ PriceFeed –_events→ Object –change→ Array –[N]→ closure → Context → ServerResponse
//
// heapwise: load /prices
// heapwise: expect leak event-listener prices leaking.js:29 objects 1/request
'use strict';

const { EventEmitter } = require('node:events');
const http = require('node:http');

class PriceFeed extends EventEmitter {
  constructor() {
    super();
    this.setMaxListeners(0);
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
  prices.on('change', price => { // The leak: nothing removes the listener.
    if (!response.writableEnded) response.write(`${price}\n`);
  });
  response.end(`${prices.price}\n`);
}

const server = http.createServer(streamPrice);

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
