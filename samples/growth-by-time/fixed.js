// The twin of leaking.js: the collector keeps the last readings of each sensor and drops the older ones.
//
// heapwise: load /
// heapwise: expect no-leak
'use strict';

const http = require('node:http');

const sensors = 20;
const keptReadings = 10;
let history = [];

setInterval(() => {
  for (let sensor = 0; sensor < sensors; sensor++) history.push({ at: Date.now(), sensor, celsius: 20 + Math.random() });
  history = history.slice(-sensors * keptReadings);
}, 20);

const server = http.createServer((request, response) => {
  response.end(`${history.length} readings\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
