// Looks like a leak but is not: `enterWith` once at startup, for the service as a whole. The context of each request ends with `run`, and
// its timer is cleared.
//
// heapwise: load /jobs/{n}
// heapwise: expect no-leak

import { AsyncLocalStorage } from 'node:async_hooks';
import http from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

const context = new AsyncLocalStorage();
context.enterWith({ service: 'jobs' });
const { service } = context.getStore();

async function answer(response) {
  const limit = setTimeout(() => response.destroy(), 30_000);
  await wait(2);
  clearTimeout(limit);
  const { path, rows } = context.getStore();
  response.end(`${service}: ${rows.length} rows of ${path}\n`);
}

const server = http.createServer((request, response) => {
  const rows = Array.from({ length: 200 }, (_, i) => ({ row: i }));
  context.run({ path: request.url, rows }, () => answer(response));
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
