// Looks like a leak but is not: each request puts an object into an array and never takes one out. But the array has a fixed
// number of slots, and each new object replaces the oldest.
//
// heapwise: load /events/{n}
// heapwise: expect no-leak
'use strict';

const http = require('node:http');

class RingBuffer {
  #items;
  #next = 0;

  constructor(size) {
    this.#items = new Array(size);
  }

  put(item) {
    this.#items[this.#next] = item;
    this.#next = (this.#next + 1) % this.#items.length;
  }
}

const lastEvents = new RingBuffer(15);

const server = http.createServer((request, response) => {
  const n = Number(request.url.split('/').pop());
  lastEvents.put({ n, at: Date.now(), details: Array.from({ length: 100 }, (_, i) => i * Math.random()) });
  response.end(`event ${n}\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
