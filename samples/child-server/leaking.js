// The started process only supervises: it starts the server as a child, as process managers and development servers do, and would start
// it again if it ended. The leak is in the child.
//
//   child: (GC roots) → … → Server ._events .request → closure → Context –visits→ Array –[n]→ { path, time }
//
// heapwise: load /
// heapwise: expect leak growing-collection visits server.js:6|13 objects 1/request
'use strict';

const { fork } = require('node:child_process');
const path = require('node:path');

const server = fork(path.join(__dirname, 'server.js'), ['--remember']);
process.on('SIGTERM', () => {
  server.kill();
  process.exit();
});
