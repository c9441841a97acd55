// A flow of Node-RED with a node of our own: `healthy/lookup.js`.
//
// heapwise: load /stock/{n}
// heapwise: expect no-leak
'use strict';

require('./start')(`${__dirname}/healthy`);
