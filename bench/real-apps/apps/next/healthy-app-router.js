// A server component of Next.js: `healthy/app/items/[id]/page.js`. Next remembers up to 1 MB of paths, which a short run does not reach.
//
// heapwise: load /items/{n}
// heapwise: expect inconclusive
'use strict';

require('./start')(`${__dirname}/healthy`);
