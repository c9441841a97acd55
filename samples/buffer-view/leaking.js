// Only the twelve bytes of a packet's head are wanted. But subarray() copies nothing: the head is a view of the packet, and keeps all of
// its 16 kB alive. What looks like a small table of small entries is a large leak.
//
//   (GC roots) → … → Context –heads→ Map → Buffer of 12 bytes –buffer→ ArrayBuffer –backing_store→ 16 kB
//
// heapwise: load /packets/{n}
// heapwise: expect leak unbounded-cache heads leaking.js:17 objects 1/request
'use strict';

const http = require('node:http');

const heads = new Map();

const receive = (id) => Buffer.alloc(16_384, `packet ${id} `);

const server = http.createServer((request, response) => {
  heads.set(request.url, receive(request.url).subarray(0, 12)); // The leak: never removed, and no copy.
  response.end(`${heads.size} heads\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
