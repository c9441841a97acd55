// The twin of leaking.js: pages go back to a list when their image is done, and the next request takes them from there.
//
// heapwise: load /thumbnails
// heapwise: expect no-leak
'use strict';

const http = require('node:http');

const PAGE = 64 * 1024;
const memory = new WebAssembly.Memory({ initial: 1, maximum: 65_536 });
const free = [];

function allocate(pages) {
  const first = free.pop() ?? memory.grow(pages);
  return { first, bytes: new Uint8Array(memory.buffer, first * PAGE, pages * PAGE) };
}

function decode(name) {
  const pixels = allocate(2);
  try {
    pixels.bytes.fill(name.length);
    return pixels.bytes[0] + pixels.bytes[pixels.bytes.length - 1];
  } finally {
    free.push(pixels.first);
  }
}

const server = http.createServer((request, response) => {
  response.end(`${decode(request.url)}\n`);
});

const port = Number(process.env.PORT ?? 3001);
server.listen(port, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${port}/`));
