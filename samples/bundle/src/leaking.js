// A server of three modules made into one file with its source map inside: what runs is dist/leaking.js, what is told is src/audit.js. The
// middleware notes each request for a report, and nothing empties the notes.
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
