// Looks like a leak but is not: a common hand-written LRU cache with a bound. For its first 400 keys it grows with every request, as a leak
// does. After that, it drops the oldest entry for each new one.
//
// heapwise: load /products/{n}
// heapwise: options --requests 101 --warmup 50
// heapwise: expect no-leak
'use strict';

const http = require('node:http');

class LruCache {
  #entries = new Map();

  constructor(max) {
    this.max = max;
  }

  get(key) {
    const value = this.#entries.get(key);
    if (value === undefined) return undefined;
    this.#entries.delete(key); // Used again: move to the end.
    this.#entries.set(key, value);
    return value;
  }

  set(key, value) {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size > this.max) this.#entries.delete(this.#entries.keys().next().value);
  }
}

const products = new LruCache(400);

function load(id) {
  return { id, name: `product ${id}`, tags: Array.from({ length: 20 }, (_, i) => `tag ${i} of ${id}`) };
}

const server = http.createServer((request, response) => {
  const id = request.url.split('/').pop();
  let product = products.get(id);
  if (!product) {
    product = load(id);
    products.set(id, product);
  }

  response.end(JSON.stringify(product));
});

const port = Number(process.env.PORT ?? 3001);
server.listen(port, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${port}/`));
