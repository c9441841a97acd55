// A flow of Node-RED with a node of our own, `leaking/lookup.js`, which adds a listener to Node-RED's events for each message.
//
//   … → @node-red/util's EventEmitter –_events→ Object –flows:stopping→ Array –[N]→ closure → Context –message→ the message
//
// heapwise: load /stock/{n}
// heapwise: expect leak event-listener EventEmitter lookup.js:11 objects 1/request
'use strict';

require('./start')(`${__dirname}/leaking`);
