// A registry on Verdaccio with a middleware of our own, `plugins/verdaccio-downloads`, which counts for up to a hundred packages.
//
// heapwise: load /-/ping
// heapwise: expect no-leak
'use strict';

require('./start')('downloads');
