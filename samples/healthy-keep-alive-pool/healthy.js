// Looks like a leak but is not: an agent keeps its connections open for the next request. There are never more than four.
//
// heapwise: load /stock
// heapwise: expect no-leak
'use strict';

const http = require('node:http');

const agent = new http.Agent({ keepAlive: true, maxSockets: 4 });
const backend = http.createServer((request, response) => response.end(JSON.stringify({ stock: 12, path: request.url })));

function ask(path) {
  return new Promise((resolve, reject) => {
    http.get({ port: backend.address().port, host: '127.0.0.1', path, agent }, answer => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', part => { text += part; });
      answer.on('end', () => resolve(JSON.parse(text)));
    }).on('error', reject);
  });
}

const server = http.createServer(async (request, response) => {
  const parts = await Promise.all(['/a', '/b', '/c', '/d', '/e', '/f'].map(ask));
  response.end(`${parts.reduce((sum, part) => sum + part.stock, 0)} in stock\n`);
});

backend.listen(0, '127.0.0.1', () => {
  server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
    console.log(`listening on http://127.0.0.1:${server.address().port}/`);
  });
});
