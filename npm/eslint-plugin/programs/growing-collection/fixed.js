// The twin of leaking.js: the newest 20 measurements are kept.
//
// heapwise: load /articles/{n}
// heapwise: expect no-leak

import http from 'node:http';

const MAX_SAMPLES = 20;

class ResponseTimes {
  #samples = [];

  add(path, milliseconds) {
    this.#samples.push({ path, milliseconds, at: new Date() });
    if (this.#samples.length > MAX_SAMPLES) this.#samples.shift();
  }

  get median() {
    const sorted = this.#samples.map(sample => sample.milliseconds).sort((a, b) => a - b);
    return sorted[sorted.length >> 1];
  }
}

const times = new ResponseTimes();

const server = http.createServer((request, response) => {
  if (request.url === '/median') return response.end(`${times.median} ms\n`);
  const began = performance.now();
  response.on('finish', () => times.add(request.url, performance.now() - began));
  response.end('an article\n');
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
