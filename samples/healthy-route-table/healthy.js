// Looks like a leak and is none: hundreds of closures of one and the same function in a Map, each with a scope of its own that keeps
// some data. They are the routes, all registered at the start; requests call them and add none.
//
// heapwise: load /items/{n}
// heapwise: expect no-leak
'use strict';

const http = require('node:http');

const routes = new Map();
const afterAll = [];

function register(path) {
  const settings = { path, limits: Array.from({ length: 50 }, (_, i) => ({ limit: i * Math.random() })) };
  routes.set(path, (request, response) => {
    response.setHeader('x-limits', settings.limits.length);
    response.end(`${settings.path}\n`);
  });
  afterAll.push(() => settings.path);
}

for (let i = 0; i < 500; i++) register(`/items/${i}`);

const server = http.createServer((request, response) => {
  const handle = routes.get(request.url) ?? routes.get('/items/0');
  handle(request, response);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
