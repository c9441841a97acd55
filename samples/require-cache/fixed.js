// The twin of leaking.js: settings are data, so they are written and read as JSON, which is not cached.
//
// heapwise: load /tenants/{n}
// heapwise: expect no-leak
'use strict';

const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tenants-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
process.on('SIGTERM', () => process.exit());

function settingsOf(tenant) {
  const file = path.join(folder, `tenant-${tenant}.json`);
  fs.writeFileSync(file, JSON.stringify({ tenant, greeting: `Hello {name} of tenant ${tenant}` }));
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}

const server = http.createServer((request, response) => {
  const settings = settingsOf(Number(request.url.split('/').pop()));
  response.end(`${settings.greeting.replace('{name}', 'Ada')}\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
