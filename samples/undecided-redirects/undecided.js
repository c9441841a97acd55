// Every request without a session is sent to the login page, so a load that does not sign in never reaches the part that leaks. That is no
// sign of health: the answer says that all responses were redirects.
//
// heapwise: load /account
// heapwise: expect inconclusive
'use strict';

const http = require('node:http');

const visits = [];

const server = http.createServer((request, response) => {
  if (!request.headers.cookie?.includes('session=')) {
    response.writeHead(302, { location: '/login' });
    response.end();
    return;
  }

  visits.push({ url: request.url, at: new Date(), headers: request.headers });
  response.end(`visit ${visits.length}\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
