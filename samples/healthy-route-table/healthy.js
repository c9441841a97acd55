// Looks like a leak but is not: a Map holds hundreds of closures of the same function, each with its own scope that keeps some data alive.
// They are the routes, all registered at startup. Requests call them and add none.
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
