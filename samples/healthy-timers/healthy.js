// Looks like a leak but is not: timers that end. For each request, one limits the time for the work and is cleared when the work is done,
// and one expires soon after the response. One more repeats for the whole program.
//
// heapwise: load /work
// heapwise: expect no-leak
'use strict';

const http = require('node:http');
const { setTimeout: wait } = require('node:timers/promises');

let answered = 0;
setInterval(() => { answered = 0; }, 10_000).unref();

const server = http.createServer(async (request, response) => {
  const rows = Array.from({ length: 500 }, Math.random);
  const limit = setTimeout(() => response.destroy(), 30_000);
  await wait(5);
  clearTimeout(limit);
  setTimeout(() => { answered += rows.length > 0 ? 1 : 0; }, 20);
  response.end(`${rows.length} rows\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
