// The twin of leaking.js: an order that is done leaves all three containers.
//
// heapwise: load /orders
// heapwise: expect no-leak
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

  finish(number) {
    const { customer } = this.#rows.get(number);
    this.#rows.delete(number);
    const numbers = this.#byCustomer.get(customer);
    numbers.splice(numbers.indexOf(number), 1);
    if (numbers.length === 0) this.#byCustomer.delete(customer);
    this.#log = this.#log.filter(line => line.number !== number);
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
  orders.finish(number);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
