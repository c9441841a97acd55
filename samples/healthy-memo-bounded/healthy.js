// Looks like a leak but is not: results are memoized by argument, and each request has a new argument. Beyond twenty results, the oldest
// is dropped, and all results have the same size.
//
// heapwise: load /squares/{n}
// heapwise: expect no-leak
'use strict';

const http = require('node:http');

function memoized(compute, limit) {
  const known = new Map();
  return (argument) => {
    let result = known.get(argument);
    if (result === undefined) {
      result = compute(argument);
      known.set(argument, result);
      if (known.size > limit) known.delete(known.keys().next().value);
    }
    return result;
  };
}

const squaresUpTo = memoized((n) => ({ n, squares: Array.from({ length: 200 }, (_, i) => (n + i) ** 2 + 0.5) }), 20);

const server = http.createServer((request, response) => {
  const n = Number(request.url.split('/').pop());
  response.end(`${squaresUpTo(n).squares.at(-1)}\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
