// Looks like a leak but is not: `pipe` with all that `pipeline` would do. An error of the file ends the response, and a response that is
// closed closes the file.
//
// heapwise: load /visit
// heapwise: expect no-leak

import { createReadStream } from 'node:fs';
import http from 'node:http';

function download(request, response) {
  const file = createReadStream(process.execPath);
  file.on('error', error => response.destroy(error));
  response.on('close', () => file.destroy());
  file.pipe(response);
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
