// The twin of leaking.js: a job that has ended is unregistered by its token.
//
// heapwise: load /jobs/{n}
// heapwise: expect no-leak
'use strict';

const http = require('node:http');

const pool = { connections: 4 };
const finished = new FinalizationRegistry((job) => {
  console.log(`the pool is gone, and with it ${job.name}`);
});

function start(n) {
  const job = { name: `job ${n}`, started: Date.now() };
  finished.register(pool, job, job);
  return job;
}

const server = http.createServer((request, response) => {
  const job = start(Number(request.url.split('/').pop()));
  response.end(`${job.name} on ${pool.connections} connections\n`, () => finished.unregister(job));
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
