// A short substring keeps the whole string alive: V8 does not copy what slice, substring, or a match extracts if it is 13 characters or
// longer. The substring points into its parent string instead. Here, a 32-character trace id is stored for each request, and it keeps the
// 40 kB document alive that it was read from.
//
//   (GC roots) → … → Server ._events .request → closure → Context –traceIds→ Map –table→ "4bf92f35…" (sliced string) –parent→ the document
//
// heapwise: load /orders/{n}
// heapwise: expect leak string-slice traceIds leaking.js:13|28 objects 1/request
'use strict';

const http = require('node:http');

const traceIds = new Map();

// Simulates a body read from the network: a long string of which only the trace id is needed later.
function readDocument(order) {
  const traceId = order.padStart(32, '0');
  const lines = Buffer.alloc(40_000, `line of order ${order}\n`);
  return Buffer.concat([Buffer.from(`traceparent: 00-${traceId}-01\n`), lines]).toString('latin1');
}

const server = http.createServer((request, response) => {
  const order = request.url.split('/').pop();
  const document = readDocument(order);
  const start = document.indexOf('00-') + 3;

  // The leak: 32 characters are needed, 40,000 are kept. It grows because nothing is ever removed from the Map.
  traceIds.set(Number(order), document.slice(start, start + 32));
  response.end(`${traceIds.size} orders\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
