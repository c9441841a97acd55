// The same supervisor with a server that counts visits and remembers none.
//
// heapwise: load /
// heapwise: expect no-leak
'use strict';

const { fork } = require('node:child_process');
const path = require('node:path');

const server = fork(path.join(__dirname, 'server.js'));
process.on('SIGTERM', () => {
  server.kill();
  process.exit();
});
