import { perRequest, testRule } from './rule-tester.js';

testRule('closure', {
  valid: [
    perRequest('const { length } = Buffer.alloc(1e6); done.push(() => console.log(length));', 'const done = [];'),
    perRequest('const data = Buffer.alloc(1e6); done.push(() => response.end(data));', 'const done = [];'),
    perRequest('const data = Buffer.alloc(1e6); response.on("close", () => console.log(data.length));'),
    perRequest('const f = () => data.length; const data = Buffer.alloc(9); done.add(f); response.on("close", () => '
      + 'done.delete(f));', 'const done = new Set();'),
    perRequest('const name = request.url; done.push(() => name.length);', 'const done = [];'),
    'const data = Buffer.alloc(1e6); const done = []; done.push(() => data.length);',
    perRequest('const before = text; undo = () => { text = before; };', 'let undo; let text = "";'),
    'let undo = () => {}; const before = undo; undo = () => { before(); };',
  ],
  invalid: [
    [perRequest('const data = Buffer.alloc(1e6); done.push(() => console.log(data.length));', 'const done = [];'), 'length'],
    [perRequest('const data = await fs.readFile("x"); const f = () => data.byteLength; done.add(f);', 'const done = new Set(); '
      + 'import fs from "fs/promises";'), 'length'],
    [perRequest('const rows = Array.from({ length: 1e6 }); done.set(request.url, () => rows.length);',
      'const done = new Map();'), 'length'],
    [perRequest('const bytes = new Uint8Array(1e6); done.push(function () { return bytes.length; });', 'const done = [];'), 'length'],
    [perRequest('const data = read(); done.push(() => data.length);', 'const done = []; function read() { return Buffer.alloc(1e6); '
      + '}'), 'length'],
    [perRequest('const before = undo; undo = () => { before(); };', 'let undo = () => {};'), 'chain'],
  ],
});
