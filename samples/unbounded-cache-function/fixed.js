// The twin of leaking.js: the results are in a Map with a maximum size.
//
// heapwise: load /search?page={n}
// heapwise: expect no-leak
'use strict';

const http = require('node:http');

const MAX_RESULTS = 50;
const results = new Map();

function parse(query) {
  let result = results.get(query);
  if (result === undefined) {
    result = { fields: query.split('&').map((field) => field.split('=')), at: new Date() };
    results.set(query, result);
    if (results.size > MAX_RESULTS) results.delete(results.keys().next().value);
  }
  return result;
}

const server = http.createServer((request, response) => {
  response.end(`${parse(request.url.split('?')[1] ?? '').fields.length} fields\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
