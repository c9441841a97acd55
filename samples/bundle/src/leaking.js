// A server of three modules, bundled into one file with an inline source map: dist/leaking.js runs, and the reported location is in
// src/audit.js. The middleware records every request for a report, and nothing ever empties the record.
//
//   (GC roots) → … → Server ._events .request → closure → Context –previous→ Context –trail→ Array [i] → { path, at, headers, timings }
//
// heapwise: load /orders/{n}
// heapwise: expect leak growing-collection trail audit.js:2|11 objects 1/request

import { audit } from './audit.js';
import { Router } from './router.js';

const app = new Router();
app.use(audit).get('orders', (request, response) => response.end(`order ${request.params.id}\n`));

const server = app.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
