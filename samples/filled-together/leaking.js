// One method adds each order to three containers of its object: the rows by number, an index of their numbers by customer, and a log.
// That is one leak, since one call leaves all of it and one removal must undo it.
//
//   (GC roots) → … → Context –orders→ OrderBook –#rows→ Map → Object; –#byCustomer→ Map → Array; –#log→ Array → Object
//
// heapwise: load /orders
// heapwise: expect leak unbounded-cache #rows leaking.js:18 objects 1/request
'use strict';

const http = require('node:http');

class OrderBook {
  #rows = new Map();
  #byCustomer = new Map();
  #log = [];

  add(order) {
    this.#rows.set(order.number, order);
    const numbers = this.#byCustomer.get(order.customer) ?? [];
    numbers.push(order.number);
    this.#byCustomer.set(order.customer, numbers);
    this.#log.push({ action: 'add', number: order.number, at: new Date() });
  }

  get size() {
    return this.#rows.size;
  }
}

const orders = new OrderBook();
let last = 0;

const server = http.createServer((request, response) => {
  const number = ++last;
  orders.add({ number, customer: `customer ${number % 5}`, items: Array.from({ length: 20 }, (_, i) => `item ${i} of ${number}`) });
  response.end(`${orders.size} orders\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
