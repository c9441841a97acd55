// Starts Verdaccio with a middleware of the folder `plugins`.
'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { runServer } = require('verdaccio');

module.exports = async function start(middleware) {
  const storage = fs.mkdtempSync(path.join(os.tmpdir(), 'verdaccio-'));
  process.on('exit', () => fs.rmSync(storage, { recursive: true, force: true }));
  const app = await runServer({
    storage,
    self_path: path.join(storage, 'config.yaml'),
    plugins: path.join(__dirname, 'plugins'),
    web: { enable: false },
    auth: { htpasswd: { file: path.join(storage, 'htpasswd') } },
    uplinks: {},
    packages: { '**': { access: '$all', publish: '$authenticated' } },
    middlewares: { [middleware]: { enabled: true } },
    log: { type: 'stdout', format: 'json', level: 'fatal' },
  });
  app.listen(Number(process.env.PORT ?? 3001), '127.0.0.1');
};
