// A histogram for each tenant, constructed anew by each request. It is a local variable here, but its constructor registers it with the
// library, which reports all metrics of the process and never lets one go.
//
//   (GC roots) → … → Server ._events .request → closure → Context –Histogram→ class → Context –registry→ Array → Histogram → Map
//
// heapwise: load /tenants/{n}
// heapwise: expect leak growing-collection Histogram leaking.js:14 objects 1/request
'use strict';

const http = require('node:http');
const { Histogram } = require('process-metrics');

function measure(tenant, work) {
  const duration = new Histogram(`duration of tenant ${tenant}`); // The leak: the library keeps what it constructs.
  const began = performance.now();
  const result = work();
  duration.observe(performance.now() - began);
  return result;
}

const server = http.createServer((request, response) => {
  if (request.url === '/metrics') {
    response.end(Histogram.report());
    return;
  }

  const tenant = request.url.split('/').pop();
  response.end(measure(tenant, () => `Hello tenant ${tenant}\n`));
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
