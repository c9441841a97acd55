// A response is read only if its status is 200. Otherwise the error is enough, and nobody reads the body: the response stays paused, and
// keeps its socket, its buffers, and a connection to the backend.
//
// heapwise: load /articles/{n}
// heapwise: expect leak stream ClientRequest leaking.js:15 objects 1/request

import http from 'node:http';
import { text } from 'node:stream/consumers';

const notFound = Buffer.alloc(300_000, 'There is no such article. ');
const backend = http.createServer((request, response) => response.writeHead(404).end(notFound));

function load(path) {
  return new Promise((resolve, reject) => {
    http.get({ port: backend.address().port, host: '127.0.0.1', path }, answer => {
      if (answer.statusCode !== 200) { // The leak: nobody reads the body.
        reject(new Error(`status ${answer.statusCode}`));
        return;
      }
      text(answer).then(resolve, reject);
    }).on('error', reject);
  });
}

const server = http.createServer(async (request, response) => {
  response.end(await load(request.url).catch(error => `nothing found: ${error.message}\n`));
});

backend.listen(0, '127.0.0.1', () => {
  server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
    console.log(`listening on http://127.0.0.1:${server.address().port}/`);
  });
});
