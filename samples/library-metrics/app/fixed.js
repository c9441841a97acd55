// The twin of leaking.js: one histogram for the program, with a label from a small set.
//
// heapwise: load /tenants/{n}
// heapwise: expect no-leak
'use strict';

const http = require('node:http');
const { Histogram } = require('process-metrics');

const duration = new Histogram('duration');

function measure(route, work) {
  const began = performance.now();
  const result = work();
  duration.observe(performance.now() - began, route);
  return result;
}

const server = http.createServer((request, response) => {
  if (request.url === '/metrics') {
    response.end(Histogram.report());
    return;
  }

  const tenant = request.url.split('/').pop();
  response.end(measure('/tenants', () => `Hello tenant ${tenant}\n`));
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
