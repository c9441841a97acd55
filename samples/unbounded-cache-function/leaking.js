// A function that remembers its results in properties of itself. There is no variable for the cache, and it lives as long as the function:
// as long as the program.
//
//   (GC roots) → … → Context –parse→ closure parse –"page=17"→ Object .fields → Array
//
// heapwise: load /search?page={n}
// heapwise: expect leak unbounded-cache parse leaking.js:15|16 objects 1/request
'use strict';

const http = require('node:http');

function parse(query) {
  if (!parse[query]) {
    // The leak: each query that was not seen before stays.
    parse[query] = {
      fields: query.split('&').map((field) => field.split('=')),
      at: new Date(),
    };
  }
  return parse[query];
}

const server = http.createServer((request, response) => {
  response.end(`${parse(request.url.split('?')[1] ?? '').fields.length} fields\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
