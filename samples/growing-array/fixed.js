// The twin of leaking.js: the same server keeps only the newest entries. It still holds 2 MB of them, and discards as much with
// every request, but it stops growing after the first one.
//
// heapwise: load /
// heapwise: expect no-leak
'use strict';

const crypto = require('node:crypto');
const http = require('node:http');

const entriesPerRequest = 1000;
const keptEntries = 1000;
let recentData = [];
let seen = 0;

const server = http.createServer((request, response) => {
  for (let i = 0; i < entriesPerRequest; i++) {
    recentData.push({ id: seen++, payload: crypto.randomBytes(1024).toString('hex'), timestamp: Date.now() });
  }
  recentData = recentData.slice(-keptEntries);
  response.end(`${seen} entries\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
