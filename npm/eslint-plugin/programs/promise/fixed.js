// The twin of leaking.js: one reaction sets a flag, which each query checks.
//
// heapwise: load /customers/{n}
// heapwise: expect no-leak

import http from 'node:http';

let isInMaintenance = false;
const maintenance = new Promise(resolve => {
  process.once('SIGUSR2', resolve);
});
maintenance.then(() => { isInMaintenance = true; });

async function query(path) {
  return Array.from({ length: 200 }, (_, i) => ({ path, row: i }));
}

async function findRows(path) {
  return isInMaintenance ? [] : query(path);
}

const server = http.createServer(async (request, response) => {
  const rows = await findRows(request.url);
  response.end(`${rows.length} rows\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
