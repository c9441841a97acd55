// An array that only grows: the classic leak demo. Every request pushes 1000 entries of about 2 kB to a module-level array, and
// nothing ever removes them.
//
// What holds them, from the root down:
//
//   (GC roots) → … → Server ._events .request → closure → Context –leakedData→ Array –[n]→ { id, payload, timestamp }
//                                                                                            └ .payload → 2 kB string
//
// heapwise: load /
// heapwise: expect leak growing-collection leakedData leaking.js:17|22 objects 1000/request
'use strict';

const crypto = require('node:crypto');
const http = require('node:http');

const entriesPerRequest = 1000;
const leakedData = [];

const server = http.createServer((request, response) => {
  for (let i = 0; i < entriesPerRequest; i++) {
    // The leak: what is pushed here is never read and never removed.
    leakedData.push({ id: leakedData.length, payload: crypto.randomBytes(1024).toString('hex'), timestamp: Date.now() });
  }
  response.end(`${leakedData.length} entries\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
