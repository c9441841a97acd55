// A worker thread renders pages for the server and remembers all of them. The leak is in the worker's heap, which the main thread cannot
// see.
//
//   worker: (GC roots) → … → Context –pages→ Map → page
//
// heapwise: load /pages/{n}
// heapwise: expect leak unbounded-cache pages renderer.js:14 objects 1/request
'use strict';

const http = require('node:http');
const path = require('node:path');
const { Worker } = require('node:worker_threads');

const waiting = new Map();
const renderer = new Worker(path.join(__dirname, 'renderer.js'), { workerData: { remembers: true } });
let last = 0;

renderer.on('message', ({ id, page }) => {
  waiting.get(id)(page);
  waiting.delete(id);
});

function render(url) {
  return new Promise(resolve => {
    const id = ++last;
    waiting.set(id, resolve);
    renderer.postMessage({ id, url });
  });
}

const server = http.createServer(async (request, response) => {
  response.end(await render(request.url));
});

const port = Number(process.env.PORT ?? 3001);
server.listen(port, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${port}/`));
