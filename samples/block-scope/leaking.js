// A Map declared in a block, between a counter and a list. V8 numbers the variables of a block in place of naming them.
//
//   (GC roots) → … → Server ._events .request → closure → Context –quotes→ Map –table→ [key, value] → { id, items, … }
//
// heapwise: load /quotes
// heapwise: expect leak unbounded-cache quotes leaking.js:25 objects 1/request
'use strict';

const http = require('node:http');

function createQuote(id) {
  return { id, at: new Date(), items: Array.from({ length: 50 }, (_, i) => i * Math.random()) };
}

let server;
try {
  let served = 0;
  const quotes = new Map();
  const currencies = ['EUR', 'USD', 'GBP'];

  server = http.createServer((request, response) => {
    served += 1;
    const quote = createQuote(`Q${served}`);
    const currency = currencies[served % currencies.length];
    quotes.set(quote.id, quote); // The leak: nobody ever asks for a quote again.
    response.end(`${quote.id} ${quote.items.length} items in ${currency}, ${quotes.size} quotes\n`);
  });
} catch (error) {
  console.error(error);
  process.exit(1);
}

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
