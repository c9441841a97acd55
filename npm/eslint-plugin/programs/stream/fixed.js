// The twin of leaking.js: `pipeline` destroys all of its streams when one of them fails or is closed, and closes the file with them.
//
// heapwise: load /visit
// heapwise: expect no-leak

import { createReadStream } from 'node:fs';
import http from 'node:http';
import { pipeline } from 'node:stream';

function download(request, response) {
  pipeline(createReadStream(process.execPath), response, error => {
    if (error && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') console.error(error);
  });
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
