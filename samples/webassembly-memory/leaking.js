// Images are decoded into a WebAssembly memory. Each request takes two pages of it, and nothing gives pages back: the garbage collector
// does not look into such a memory, and it never shrinks.
//
//   Context –memory→ Memory –→ ArrayBuffer –backing_store→ JSArrayBufferData
//
// heapwise: load /thumbnails
// heapwise: expect leak external-memory memory leaking.js:16
'use strict';

const http = require('node:http');

const PAGE = 64 * 1024;
const memory = new WebAssembly.Memory({ initial: 1, maximum: 65_536 });

function allocate(pages) {
  const first = memory.grow(pages); // The leak: each request gets pages of its own.
  return new Uint8Array(memory.buffer, first * PAGE, pages * PAGE);
}

function decode(name) {
  const pixels = allocate(2);
  pixels.fill(name.length);
  return pixels[0] + pixels[pixels.length - 1];
}

const server = http.createServer((request, response) => {
  response.end(`${decode(request.url)}\n`);
});

const port = Number(process.env.PORT ?? 3001);
server.listen(port, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${port}/`));
