// A page of Next.js rendered on the server: `healthy/pages/products/[id].js`.
//
// heapwise: load /products/{n}
// heapwise: expect no-leak
'use strict';

require('./start')(`${__dirname}/healthy`);
