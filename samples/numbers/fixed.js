// The twin of leaking.js: the array has the last 2,000 times, the oldest of which is replaced.
//
// heapwise: load /work
// heapwise: options --requests 101 --warmup 50
// heapwise: expect no-leak
'use strict';

const http = require('node:http');

const times = new Array(2_000).fill(0.5);
let next = 0;

function work(step) {
  const began = performance.now();
  let sum = 0;
  for (let i = 0; i < 100; i++) sum += i * step;
  times[next++ % times.length] = performance.now() - began;
  return sum;
}

const server = http.createServer((request, response) => {
  let sum = 0;
  for (let step = 0; step < 40; step++) sum += work(step);
  response.end(`${sum}\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
