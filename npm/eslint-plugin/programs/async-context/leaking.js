// A tracer for the jobs of a queue starts a trace unless one is under way. `enterWith` makes it the current one not only for its job, but
// for the rest of the loop. So one is always under way, and the steps of all jobs go to the trace of the first.
//
// heapwise: load /jobs/{n}
// heapwise: expect leak growing-collection steps leaking.js:23 objects 2/request

import { AsyncLocalStorage } from 'node:async_hooks';
import { EventEmitter, on } from 'node:events';
import http from 'node:http';

class Trace {
  steps = [];
}

const tracing = new AsyncLocalStorage();
const queue = new EventEmitter();

function startTrace() {
  if (tracing.getStore() === undefined) tracing.enterWith(new Trace()); // The leak: nothing leaves it.
}

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
    startTrace();
    await run(job);
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
