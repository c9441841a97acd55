'use strict';
const { MemoryGuard } = require('./lib/memory-guard');

module.exports = { MemoryGuard };
