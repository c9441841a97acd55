// Each job listens for the pool to drain and never stops. Node would have warned about the eleventh listener, but somebody turned the
// warning off instead of removing the listeners.
//
// heapwise: load /jobs/{n}
// heapwise: expect leak event-listener pool leaking.js:22 objects 1/request

import { EventEmitter } from 'node:events';
import http from 'node:http';

class Pool extends EventEmitter {
  constructor(size) {
    super();
    this.size = size;
    this.setMaxListeners(0); // What hides the leak.
  }
}

const pool = new Pool(4);

function startJob(id) {
  const job = { id, input: Array.from({ length: 100 }, (_, i) => ({ step: i })), isStopped: false };
  pool.on('drain', () => { job.isStopped = true; }); // The leak: nothing removes the listener.
  return job;
}

const server = http.createServer((request, response) => {
  const job = startJob(request.url.split('/').pop());
  response.end(`job ${job.id} on ${pool.size} workers\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
