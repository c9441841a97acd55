// The server on which the cost of tracking is measured: each request makes some thousand objects, and JSON of them, and keeps nothing.
'use strict';
const http = require('http');

const orders = Array.from({ length: 3000 }, (_, i) => ({ id: i, customer: `customer ${i % 500}`, amount: (i * 37) % 1000, lines: [i, i + 1] }));
const server = http.createServer((request, response) => {
  const rows = orders.map(({ id, customer, amount, lines }) => ({ id, customer, amount, tax: amount * 0.19, lines: lines.length }));
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ url: request.url, rows }));
});
server.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}/`));
