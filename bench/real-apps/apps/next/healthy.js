// A page of Next.js rendered on the server: `healthy/pages/products/[id].js`. Next remembers up to 1 MB of paths, which a short run does
// not reach.
//
// heapwise: load /products/{n}
// heapwise: expect inconclusive
'use strict';

require('./start')(`${__dirname}/healthy`);
