// An array of measured times that nothing shortens. Numbers are no objects, so there is nothing to count in a snapshot: only the array's
// backing store gets larger, in leaps.
//
//   (GC roots) → … → Context –times→ Array –elements→ 8 bytes for each number
//
// heapwise: load /work
// heapwise: options --requests 101 --warmup 50
// heapwise: expect leak growing-collection times leaking.js:19
'use strict';

const http = require('node:http');

const times = [];

function work(step) {
  const began = performance.now();
  let sum = 0;
  for (let i = 0; i < 100; i++) sum += i * step;
  times.push(performance.now() - began);
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
