// A leak by time: a collector with a timer of its own keeps every reading, whether or not anybody asks the server for something.
//
// What holds them, from the root down:
//
//   (GC roots) → … → TimersList → Timeout ._onTimeout → closure → Context –history→ Array –[n]→ { at, sensor, celsius }
//
// heapwise: load /
// heapwise: expect leak growing-collection history leaking.js:14|17 objects 1000/second
'use strict';

const http = require('node:http');

const sensors = 20;
const history = [];

setInterval(() => {
  for (let sensor = 0; sensor < sensors; sensor++) history.push({ at: Date.now(), sensor, celsius: 20 + Math.random() });
}, 20);

const server = http.createServer((request, response) => {
  response.end(`${history.length} readings\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
