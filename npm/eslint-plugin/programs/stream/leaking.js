// Clients hang up in the middle of a download. `pipe` then stops and leaves the file as it is: open, with nobody left to read it or close
// it. Each such client costs a descriptor.
//
// heapwise: load /visit
// heapwise: expect leak descriptors node leaking.js:11 objects 1/request

import { createReadStream } from 'node:fs';
import http from 'node:http';

function download(request, response) {
  createReadStream(process.execPath).pipe(response); // The leak: nothing closes the file when the client is gone.
}

// A client that looks at the start of the file and hangs up.
function visit(request, response) {
  const client = http.get({ port: server.address().port, host: '127.0.0.1', path: '/node', agent: false }, answer => {
    answer.once('data', () => client.destroy());
    answer.on('error', () => {});
    answer.on('close', () => response.end('seen enough\n'));
  });
  client.on('error', () => {});
}

const server = http.createServer((request, response) => (request.url === '/node' ? download : visit)(request, response));

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
