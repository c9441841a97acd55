// The twin of leaking.mjs: the rules are data. They can be read any number of times, and earlier versions are released.
//
// heapwise: load /rules/{n}
// heapwise: expect no-leak

import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'rules-'));
const file = path.join(folder, 'rules.json');
fs.writeFileSync(file, JSON.stringify(Array.from({ length: 50 }, (_, i) => ({ rule: i }))));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
process.on('SIGTERM', () => process.exit());

async function check(value) {
  const rules = JSON.parse(await fs.promises.readFile(file, 'utf8'));
  return rules.some(({ rule }) => rule === value);
}

const server = http.createServer(async (request, response) => {
  response.end(`${await check(7)}\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
