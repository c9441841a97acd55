// The twin of leaking.js: the filter is taken apart, and its limit is data. Nothing is compiled.
//
// heapwise: load /products?filter=price<{n}
// heapwise: expect no-leak

import http from 'node:http';

const products = Array.from({ length: 50 }, (_, i) => ({ name: `product ${i}`, price: i * 10 }));
const comparisons = {
  '<': (value, limit) => value < limit,
  '>': (value, limit) => value > limit,
};

function parse(expression) {
  const [, field, operator, limit] = expression.match(/^(\w+)([<>])(\d+)$/);
  const compare = comparisons[operator];
  return product => compare(product[field], Number(limit));
}

const server = http.createServer((request, response) => {
  const { searchParams } = new URL(request.url, 'http://localhost');
  const found = products.filter(parse(searchParams.get('filter')));
  response.end(`${found.length} products\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
