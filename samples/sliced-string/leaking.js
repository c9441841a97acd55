// A short piece of a long text keeps the whole text: V8 does not copy what slice, substring or a match takes out of a string, if
// it is 13 characters or longer; the piece points into the text it was taken from. Here a trace id of 32 characters is kept of each
// request, and with it the 40 kB document that it was read from.
//
//   (GC roots) → … → Server ._events .request → closure → Context –traceIds→ Map –table→ "4bf92f35…" (sliced string) –parent→ the document
//
// heapwise: load /orders/{n}
// heapwise: expect leak string-slice traceIds leaking.js:13|28 objects 1/request
'use strict';

const http = require('node:http');

const traceIds = new Map();

// Stands for a body read from the network: a long text, of which only the trace id is of use later.
function readDocument(order) {
  const traceId = order.padStart(32, '0');
  const lines = Buffer.alloc(40_000, `line of order ${order}\n`);
  return Buffer.concat([Buffer.from(`traceparent: 00-${traceId}-01\n`), lines]).toString('latin1');
}

const server = http.createServer((request, response) => {
  const order = request.url.split('/').pop();
  const document = readDocument(order);
  const start = document.indexOf('00-') + 3;

  // The leak: 32 characters are wanted, 40,000 are kept. That nothing is ever taken out of the Map makes it grow.
  traceIds.set(Number(order), document.slice(start, start + 32));
  response.end(`${traceIds.size} orders\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
