// Each tenant's settings are written to a module and loaded with require. A required module is never unloaded: the module, its exports, and
// its code stay in require.cache under the file name. A new file for every request adds a module that stays forever.
//
//   (GC roots) → … → require –cache→ Object –"/tmp/…/tenant-17.js"→ Module –exports→ { … }
//
// heapwise: load /tenants/{n}
// heapwise: expect leak compiled-code require.cache leaking.js:22 objects 1/request
'use strict';

const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tenants-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
process.on('SIGTERM', () => process.exit());

function settingsOf(tenant) {
  const file = path.join(folder, `tenant-${tenant}.js`);
  fs.writeFileSync(file, `exports.tenant = ${tenant};\nexports.greeting = (name) => \`Hello \${name} of tenant ${tenant}\`;\n`);
  return require(file); // The leak: the module stays in require.cache.
}

const server = http.createServer((request, response) => {
  const settings = settingsOf(Number(request.url.split('/').pop()));
  response.end(`${settings.greeting('Ada')}\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
