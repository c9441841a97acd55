// Starts Node-RED with the flow of this folder and the nodes of another.
'use strict';

const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');
const express = require('express');
const RED = require('node-red');

module.exports = async function start(nodesDir) {
  const userDir = fs.mkdtempSync(path.join(os.tmpdir(), 'node-red-'));
  process.on('exit', () => fs.rmSync(userDir, { recursive: true, force: true }));
  const flowFile = path.join(userDir, 'flows.json');
  fs.copyFileSync(path.join(__dirname, 'flows.json'), flowFile);

  const app = express();
  const server = http.createServer(app);
  RED.init(server, { userDir, flowFile, nodesDir, httpAdminRoot: false, httpNodeRoot: '/', logging: { console: { level: 'warn' } } });
  app.use('/', RED.httpNode);
  await RED.start();
  server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1');
};
