// The twin of leaking.js: the limit is Node's default, and a job that is done removes its listener.
//
// heapwise: load /jobs/{n}
// heapwise: expect no-leak

import { EventEmitter } from 'node:events';
import http from 'node:http';

class Pool extends EventEmitter {
  constructor(size) {
    super();
    this.size = size;
  }
}

const pool = new Pool(4);

function startJob(id) {
  const job = { id, input: Array.from({ length: 100 }, (_, i) => ({ step: i })), isStopped: false };
  const stop = () => { job.isStopped = true; };
  pool.on('drain', stop);
  return { job, end: () => pool.off('drain', stop) };
}

const server = http.createServer((request, response) => {
  const { job, end } = startJob(request.url.split('/').pop());
  response.on('close', end);
  response.end(`job ${job.id} on ${pool.size} workers\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
