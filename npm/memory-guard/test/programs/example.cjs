'use strict';
const { MemoryGuard } = require('heapwise-memory-guard');

require('./example.js')(MemoryGuard);
