// The filter of a search is compiled and kept, since searches repeat. But the limit is part of the text, so hardly any two filters are the
// same: each request adds a function with its source and its bytecode.
//
// heapwise: load /products?filter=price<{n}
// heapwise: expect leak compiled-code filters leaking.js:15|17 objects 1/request

import http from 'node:http';

const products = Array.from({ length: 50 }, (_, i) => ({ name: `product ${i}`, price: i * 10 }));
const filters = new Map();

function compile(expression) {
  let filter = filters.get(expression);
  if (filter === undefined) {
    filter = new Function('product', `return product.${expression};`);
    // The leak: one function for each filter ever seen.
    filters.set(expression, filter);
  }

  return filter;
}

const server = http.createServer((request, response) => {
  const { searchParams } = new URL(request.url, 'http://localhost');
  const found = products.filter(compile(searchParams.get('filter')));
  response.end(`${found.length} products\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
