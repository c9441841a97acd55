'use strict';
const { MemoryGuard } = require('./lib/memory-guard');

// Also `const MemoryGuard = require(…)`, and what a compiler makes of `import MemoryGuard from …`.
module.exports = Object.assign(MemoryGuard, { MemoryGuard, default: MemoryGuard });
