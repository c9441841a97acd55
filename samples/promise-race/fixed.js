// The twin of leaking.js: one reaction to shutdown, and a flag that each request checks.
//
// heapwise: load /report
// heapwise: expect no-leak
'use strict';

const http = require('node:http');

let isClosing = false;
process.once('SIGTERM', () => { isClosing = true; });

async function buildReport() {
  return Array.from({ length: 500 }, Math.random).join(',');
}

const server = http.createServer(async (request, response) => {
  response.end(isClosing ? 'closing' : await buildReport());
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
