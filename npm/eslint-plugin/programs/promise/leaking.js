// Each query races against the maintenance mode, a promise that nothing settles for months. Each race leaves its reaction on that promise,
// and with it the rows that it returned.
//
// heapwise: load /customers/{n}
// heapwise: expect leak promise maintenance leaking.js:9 objects 1/request

import http from 'node:http';

const maintenance = new Promise(resolve => {
  process.once('SIGUSR2', () => resolve([]));
});

async function query(path) {
  return Array.from({ length: 200 }, (_, i) => ({ path, row: i }));
}

function findRows(path) {
  return Promise.race([query(path), maintenance]); // The leak: `maintenance` remembers each race.
}

const server = http.createServer(async (request, response) => {
  const rows = await findRows(request.url);
  response.end(`${rows.length} rows\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
