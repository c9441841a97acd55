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
  const logging = { console: { level: 'error' } };
  RED.init(server, { userDir, flowFile, nodesDir, httpAdminRoot: false, httpNodeRoot: '/', credentialSecret: false, logging });
  app.use('/', RED.httpNode);
  // Before that, the flow's path is not there.
  RED.events.once('flows:started', () => server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1'));
  await RED.start();
};
