// Looks like a leak but is not: the filters of a configuration are compiled at startup, and a regular expression is made for each request
// but not kept.
//
// heapwise: load /products?filter=cheap&name={n}
// heapwise: expect no-leak

import http from 'node:http';

const products = Array.from({ length: 50 }, (_, i) => ({ name: `product ${i}`, price: i * 10 }));
const configuration = { cheap: 'price < 100', dear: 'price > 400', all: 'name' };
const filters = new Map();

for (const [name, expression] of Object.entries(configuration)) {
  filters.set(name, new Function('product', `return product.${expression};`));
}

const server = http.createServer((request, response) => {
  const { searchParams } = new URL(request.url, 'http://localhost');
  const name = new RegExp(`\\b${Number(searchParams.get('name'))}\\b`);
  const found = products.filter(filters.get(searchParams.get('filter')));
  response.end(`${found.length} products, ${found.filter(product => name.test(product.name)).length} of that name\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
