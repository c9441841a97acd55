// The twin of leaking.js: the substring is copied, by way of its bytes, before it is stored, so the document can be collected. Only the
// trace ids of the 20 most recent orders are kept.
//
// heapwise: load /orders/{n}
// heapwise: expect no-leak
'use strict';

const http = require('node:http');

const maxTraceIds = 20;
const traceIds = new Map();

function readDocument(order) {
  const traceId = order.padStart(32, '0');
  const lines = Buffer.alloc(40_000, `line of order ${order}\n`);
  return Buffer.concat([Buffer.from(`traceparent: 00-${traceId}-01\n`), lines]).toString('latin1');
}

// A string created from bytes owns its characters.
function copyOf(text) {
  return Buffer.from(text).toString();
}

const server = http.createServer((request, response) => {
  const order = request.url.split('/').pop();
  const document = readDocument(order);
  const start = document.indexOf('00-') + 3;

  traceIds.set(Number(order), copyOf(document.slice(start, start + 32)));
  if (traceIds.size > maxTraceIds) traceIds.delete(traceIds.keys().next().value);
  response.end(`${traceIds.size} orders\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
