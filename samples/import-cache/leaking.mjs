// Rules that can change while the program runs are imported again for every request: a number after the file name creates a new URL, so the
// module is read and run again. But modules loaded by import() are never unloaded, so every URL adds a module that stays forever.
//
//   (GC roots) → … → loader of modules –loadCache→ LoadCache –table→ ["file:///…/rules.mjs?version=17", { javascript: ModuleJob }] → module → its scope
//
// heapwise: load /rules/{n}
// heapwise: expect leak compiled-code import() leaking.mjs:22 objects 1/request

import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'rules-'));
const file = path.join(folder, 'rules.mjs');
fs.writeFileSync(file, 'export const rules = Array.from({ length: 50 }, (_, i) => ({ rule: i }));\nexport function check(value) {\n  return rules.some(({ rule }) => rule === value);\n}\n');
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
process.on('SIGTERM', () => process.exit());

async function check(version, value) {
  const rules = await import(`${pathToFileURL(file)}?version=${version}`); // The leak: a new URL each time.
  return rules.check(value);
}

const server = http.createServer(async (request, response) => {
  const n = Number(request.url.split('/').pop());
  response.end(`${await check(n, 7)}\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
