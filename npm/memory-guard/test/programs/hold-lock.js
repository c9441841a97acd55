'use strict';
// Holds the lock of a folder until it is killed.
const { FolderLock } = require('../../lib/folder-lock');

if (FolderLock.take(process.argv[2])) console.log('held');
setInterval(() => {}, 1000);
