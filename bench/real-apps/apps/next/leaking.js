// A page of Next.js rendered on the server, `leaking/pages/products/[id].js`, with a cache of its own in getServerSideProps.
//
//   (GC roots) → … → Context –cache→ Map –[path]→ { product, at }
//
// heapwise: load /products/{n}
// heapwise: expect leak unbounded-cache cache [id].js:9 objects 1/request
'use strict';

require('./start')(`${__dirname}/leaking`);
