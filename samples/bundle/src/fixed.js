// The twin of leaking.js: the middleware keeps only the last twenty records.
//
// heapwise: load /orders/{n}
// heapwise: expect no-leak

import { audit } from './bounded-audit.js';
import { Router } from './router.js';

const app = new Router();
app.use(audit).get('orders', (request, response) => response.end(`order ${request.params.id}\n`));

const server = app.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
