'use strict';
// All tests but that of the types, in one process.
const fs = require('fs');
const path = require('path');

for (const file of fs.readdirSync(__dirname).filter(name => name.endsWith('.test.js')).sort()) require(path.join(__dirname, file));
