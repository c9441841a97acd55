// Looks like a leak but is not: every word seen is added to a table and never removed, so that equal words share one string. The words come
// from a fixed vocabulary. Once each has been seen, the table is full.
//
// heapwise: load /words/{n}
// heapwise: expect no-leak
'use strict';

const http = require('node:http');

const table = new Map();

function intern(word) {
  let known = table.get(word);
  if (known === undefined) {
    known = { word, seen: 0 };
    table.set(word, known);
  }
  known.seen++;
  return known;
}

const server = http.createServer((request, response) => {
  const n = Number(request.url.split('/').pop());
  const words = Array.from({ length: 200 }, (_, i) => `word number ${(n * 7 + i) % 203}`);
  response.end(`${words.map(intern).length} words, ${table.size} different\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
