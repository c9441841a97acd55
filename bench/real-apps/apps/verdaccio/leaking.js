// A registry on Verdaccio with a middleware of our own, `plugins/verdaccio-downloads-leaking`, which remembers every request.
//
//   (GC roots) → … → closure → Context –this→ Downloads –byRequest→ Map –[N]→ { url, headers, started }
//
// heapwise: load /-/ping
// heapwise: expect leak unbounded-cache byRequest index.js:13 objects 1/request
'use strict';

require('./start')('downloads-leaking');
