// Functions made in one call share one scope: what any of them mentions is kept by all of them. Here `summary` is used once and
// forgotten, while `cancel`, which mentions no more than an id, is registered, and keeps the report that only `summary` has read.
//
//   (GC roots) → … → Context –cancels→ Map → closure cancel –context→ Context –report→ Array of 2,000 rows
//
// heapwise: load /reports/{n}
// heapwise: expect leak closure cancels leaking.js:17|19 objects 1/request
'use strict';

const http = require('node:http');

const cancels = new Map();

function startReport(id) {
  const report = Array.from({ length: 2_000 }, (_, row) => ({ row, value: Math.random() }));
  const summary = () => report.reduce((sum, entry) => sum + entry.value, 0);
  const cancel = () => console.debug(`report ${id} cancelled`);

  cancels.set(id, cancel); // The leak: never deleted, and with it the report that it never mentions.
  return summary();
}

const server = http.createServer((request, response) => {
  response.end(`${startReport(request.url.split('/').pop())}\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
