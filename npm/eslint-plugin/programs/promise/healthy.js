// Looks like a leak but is not: a race between two promises of one request, and a promise of the whole program that each request awaits. It
// is fulfilled, so it remembers nobody.
//
// heapwise: load /customers/{n}
// heapwise: expect no-leak

import http from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

const connected = wait(10, { database: 'customers' });

async function query(connection, path) {
  await wait(2);
  return Array.from({ length: 200 }, (_, i) => ({ path, row: i, database: connection.database }));
}

async function findRows(path) {
  const connection = await connected;
  const stop = new AbortController();
  try {
    return await Promise.race([query(connection, path), wait(1_000, [], { signal: stop.signal })]);
  } finally {
    stop.abort();
  }
}

const server = http.createServer(async (request, response) => {
  const rows = await findRows(request.url);
  response.end(`${rows.length} rows\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
