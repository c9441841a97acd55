// The twin of leaking.js: the head is copied, so the packet can be collected, and only the last hundred heads are kept.
//
// heapwise: load /packets/{n}
// heapwise: expect no-leak
'use strict';

const http = require('node:http');

const MAX_HEADS = 100;
const heads = new Map();

const receive = (id) => Buffer.alloc(16_384, `packet ${id} `);

const server = http.createServer((request, response) => {
  heads.set(request.url, Uint8Array.prototype.slice.call(receive(request.url), 0, 12));
  if (heads.size > MAX_HEADS) heads.delete(heads.keys().next().value);
  response.end(`${heads.size} heads\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
