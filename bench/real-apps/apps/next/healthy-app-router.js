// A server component of Next.js: `healthy/app/items/[id]/page.js`.
//
// heapwise: load /items/{n}
// heapwise: expect no-leak
'use strict';

require('./start')(`${__dirname}/healthy`);
