// Functions created in one call share one scope: what one of them uses, all of them keep alive. Here, `summary` runs once and is forgotten.
// But `cancel`, which uses only an id, is registered. It keeps the report alive, although only `summary` reads it.
//
//   (GC roots) → … → Context –cancels→ Map → closure cancel –context→ Context –report→ Array of 200 rows
//
// heapwise: load /reports/{n}
// heapwise: expect leak closure cancels leaking.js:17|19 objects 1/request
'use strict';

const http = require('node:http');

const cancels = new Map();

function startReport(id) {
  const report = Array.from({ length: 200 }, (_, row) => ({ row, value: Math.random() }));
  const summary = () => report.reduce((sum, entry) => sum + entry.value, 0);
  const cancel = () => console.debug(`report ${id} cancelled`);

  cancels.set(id, cancel); // The leak: never deleted, so it keeps the report that it never uses.
  return summary();
}

const server = http.createServer((request, response) => {
  response.end(`${startReport(request.url.split('/').pop())}\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
