// Looks like a leak but is not: twelve workers listen to the pool, all added at startup. The limit is raised to exactly what is needed, so
// a leak would still be reported.
//
// heapwise: load /jobs/{n}
// heapwise: expect no-leak

import { EventEmitter } from 'node:events';
import http from 'node:http';

const WORKERS = 12;
const pool = new EventEmitter();
pool.setMaxListeners(WORKERS + 1);

class Worker {
  constructor(number) {
    this.number = number;
    this.done = 0;
    pool.on('job', job => {
      if (job.id % WORKERS === this.number) this.run(job);
    });
  }

  run(job) {
    this.done += job.input.length;
  }
}

const workers = Array.from({ length: WORKERS }, (_, i) => new Worker(i));

const server = http.createServer((request, response) => {
  pool.emit('job', { id: Number(request.url.split('/').pop()), input: Array.from({ length: 100 }, (_, i) => ({ step: i })) });
  response.end(`${workers.map(worker => worker.done).join(' ')}\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
