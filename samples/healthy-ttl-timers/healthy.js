// Looks like a leak but is not: tokens, each with a timer that removes it after four seconds. The rounds end long before that, so the Map
// and the timers only grow until the program is left idle.
//
// heapwise: load /tokens/{n}
// heapwise: expect no-leak
'use strict';

const http = require('node:http');

const TTL = 4000;
const tokens = new Map();

function issue(user) {
  const token = { user, scopes: ['read', 'write'], issued: new Date() };
  tokens.set(user, token);
  setTimeout(() => tokens.delete(user), TTL);
  return token;
}

const server = http.createServer((request, response) => {
  response.end(JSON.stringify(issue(request.url.split('/').pop())));
});

const port = Number(process.env.PORT ?? 3001);
server.listen(port, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${port}/`));
