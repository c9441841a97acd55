// A server component of Next.js, `leaking/app/items/[id]/page.js`, whose library remembers the promise of each item.
//
//   (GC roots) → … → Context –pending→ Object –[id]→ Promise → { id, name, prices }
//
// heapwise: load /items/{n}
// heapwise: expect leak unbounded-cache pending items.js:10
'use strict';

require('./start')(`${__dirname}/leaking`);
