// Pages of Next.js that are rendered once and kept, `healthy/pages/articles/[id].js`: 50 MB of them in memory, which a short run does not
// reach.
//
// heapwise: load /articles/{n}
// heapwise: expect inconclusive
'use strict';

require('./start')(`${__dirname}/healthy`);
