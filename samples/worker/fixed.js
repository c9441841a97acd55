// The twin of leaking.js: a worker thread renders pages for the server and forgets each of them.
//
// heapwise: load /pages/{n}
// heapwise: expect no-leak
'use strict';

const http = require('node:http');
const path = require('node:path');
const { Worker } = require('node:worker_threads');

const waiting = new Map();
const renderer = new Worker(path.join(__dirname, 'renderer.js'), { workerData: { remembers: false } });
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
