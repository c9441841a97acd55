// The twin of leaking.js: `run` leaves the trace when its job is done, so each job has its own.
//
// heapwise: load /jobs/{n}
// heapwise: expect no-leak

import { AsyncLocalStorage } from 'node:async_hooks';
import { EventEmitter, on } from 'node:events';
import http from 'node:http';

class Trace {
  steps = [];
}

const tracing = new AsyncLocalStorage();
const queue = new EventEmitter();

function trace(step) {
  tracing.getStore().steps.push({ step, at: new Date() });
}

async function run(job) {
  trace(`${job} begins`);
  await null; // Simulates some work.
  trace(`${job} ends`);
}

async function work() {
  for await (const [job] of on(queue, 'job')) {
    await tracing.run(new Trace(), () => run(job));
  }
}

const server = http.createServer((request, response) => {
  queue.emit('job', request.url);
  response.end('accepted\n');
});

work();
server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
