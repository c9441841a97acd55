// Looks like a leak but is not: each request starts an interval, which `finally` clears. The service starts one more, in a function that
// runs only once.
//
// heapwise: load /reports/{n}
// heapwise: expect no-leak

import http from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

let answered = 0;

function startCounting() {
  setInterval(() => { answered = 0; }, 60_000).unref();
}

async function reporting(name, work) {
  const timer = setInterval(() => console.log(`${name} is still in progress`), 1_000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

async function buildReport() {
  await wait(5);
  return Array.from({ length: 200 }, (_, i) => ({ line: i, total: i * 1.5 }));
}

const server = http.createServer(async (request, response) => {
  const lines = await reporting(request.url, buildReport);
  answered++;
  response.end(`${lines.length} lines, report ${answered} of this minute\n`);
});

startCounting();
server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
