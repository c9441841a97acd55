// Starts Next.js on the site of a folder, as built.
'use strict';

const http = require('node:http');
const next = require('next');

module.exports = async function start(dir) {
  const app = next({ dir, dev: false });
  await app.prepare();
  http.createServer(app.getRequestHandler()).listen(Number(process.env.PORT ?? 3001), '127.0.0.1');
};
