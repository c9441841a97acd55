// Looks like a leak but is not: work continues for a moment after its response. Each job is in a Map until it is done, with a pending
// promise and a timer. There are as many jobs as were requested in the last fraction of a second.
//
// heapwise: load /jobs
// heapwise: expect no-leak
'use strict';

const http = require('node:http');

const jobs = new Map();
let last = 0;

async function run(id) {
  const rows = Array.from({ length: 200 }, Math.random);
  await new Promise(resolve => setTimeout(resolve, 50));
  jobs.delete(id);
  return rows.length;
}

const server = http.createServer((request, response) => {
  const id = ++last;
  jobs.set(id, run(id));
  response.end(`job ${id} of ${jobs.size} in progress\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
