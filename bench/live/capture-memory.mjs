// What a snapshot over the inspector costs in the target, by kind of heap: nodes, edges, the peak of resident memory, processor time.
// The constants of CaptureEstimate.cs are fitted to its output: memory = a * nodes + b * edges + c * names, where names are the entries
// of the longest array.
//
//   node bench/live/capture-memory.mjs --nodes PATH[,PATH…] [--kinds a,b] [--objects 400000]
import { spawn } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';

const option = (name, fallback) => { const at = process.argv.indexOf(`--${name}`); return at > 0 ? process.argv[at + 1] : fallback };
const kinds = {
  small: 'for (let i = 0; i < n; i++) held.push({ i })',
  objects: 'for (let i = 0; i < n; i++) held.push({ id: i, inner: { i }, text: "s" + i })',
  closures: 'for (let i = 0; i < n; i++) { const k = { i }; held.push(() => k) }',
  strings: 'for (let i = 0; i < n; i++) { const text = String(Math.random()); text.charCodeAt(3); held.push(text) }',
  maps: 'for (let i = 0; i < n / 4; i++) held.push(new Map([[i, { i }], ["k" + i, [i]]]))',
  'one map': 'held.push(new Map()); for (let i = 0; i < n; i++) held[0].set(i, { i })',
  'weak map': 'held.push(new WeakMap()); for (let i = 0; i < n / 4; i++) { const key = { i }; held.push(key); held[0].set(key, { i }) }',
  dictionary: 'held.push({}); for (let i = 0; i < n / 2; i++) held[0]["k" + i] = { i }',
  promises: 'for (let i = 0; i < n / 3; i++) held.push(new Promise(() => {}).then(() => i))',
  wide: 'for (let i = 0; i < n / 50; i++) { const o = {}; for (let j = 0; j < 60; j++) o["p" + j] = { j }; held.push(o) }',
  arrays: 'for (let i = 0; i < n / 5; i++) held.push(Array.from({ length: 10 }, () => held))',
  references: 'for (let i = 0; i < n / 1000; i++) held.push(new Array(4000).fill(held))',
};

/** A connection to an inspector that reads as fast as it can: Node's own WebSocket would slow the target down. */
const connect = async (host, port, path) => {
  const socket = net.connect(port, host), waiting = new Map(), listeners = [];
  let id = 0, rest = Buffer.alloc(0), isOpen = false;
  const opened = new Promise(done => socket.on('data', data => {
    rest = rest.length ? Buffer.concat([rest, data]) : data;
    if (!isOpen) {
      const end = rest.indexOf('\r\n\r\n');
      if (end < 0) return;
      [isOpen, rest] = [true, rest.subarray(end + 4)];
      done();
    }
    while (rest.length >= 2) {
      const short = rest[1] & 127, head = short === 126 ? 4 : short === 127 ? 10 : 2;
      if (rest.length < head) return;
      const length = short === 126 ? rest.readUInt16BE(2) : short === 127 ? Number(rest.readBigUInt64BE(2)) : short;
      if (rest.length < head + length) return;
      const message = JSON.parse(rest.subarray(head, head + length));
      rest = rest.subarray(head + length);
      if (message.id) waiting.get(message.id)(message.result); else listeners.forEach(listen => listen(message));
    }
  }));
  const key = crypto.randomBytes(16).toString('base64');
  const head = [
    `GET ${path} HTTP/1.1`, `Host: ${host}`, 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${key}`,
  ];
  socket.write(head.join('\r\n') + '\r\n\r\n');
  await opened;
  const send = (method, params = {}) => {
    const text = Buffer.from(JSON.stringify({ id: ++id, method, params }));
    const masked = Buffer.from([0x81, 0x80 | 126, text.length >> 8, text.length & 255, 0, 0, 0, 0]); // with zeros
    socket.write(Buffer.concat([masked, text]));
    return new Promise(done => waiting.set(id, done));
  };
  return { send, listen: listener => listeners.push(listener), close: () => socket.destroy() };
};

const measure = async (node, kind, n) => {
  const source = `const n = ${n}, held = globalThis.held = []; ${kinds[kind]}; console.log('ready'); setInterval(() => {}, 1000)`;
  const child = spawn(node, ['--max-old-space-size=8000', '--inspect=127.0.0.1:0', '-e', source], { stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', data => errors += data);
  await new Promise(done => child.stdout.once('data', done));
  const [, host, port, path] = /ws:\/\/([\d.]+):(\d+)(\/\S+)/.exec(errors);
  const inspector = await connect(host, Number(port), path);
  const status = field => 1024 * new RegExp(`${field}:\\s+(\\d+)`).exec(fs.readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1];
  const computed = () => fs.readFileSync(`/proc/${child.pid}/task/${child.pid}/schedstat`, 'utf8').split(' ')[0] / 1e6;
  try {
    await inspector.send('HeapProfiler.enable');
    await inspector.send('HeapProfiler.collectGarbage');
    let head = '', bytes = 0;
    inspector.listen(({ method, params }) => {
      if (method !== 'HeapProfiler.addHeapSnapshotChunk') return;
      bytes += params.chunk.length;
      if (head.length < 2000) head += params.chunk.slice(0, 2000);
    });
    const before = status('VmRSS'), start = computed();
    fs.writeFileSync(`/proc/${child.pid}/clear_refs`, '5'); // starts VmHWM anew
    await inspector.send('HeapProfiler.takeHeapSnapshot');
    const [, nodes, edges] = /"node_count":(\d+),"edge_count":(\d+)/.exec(head);
    return { nodes, edges, bytes, memory: status('VmHWM') - before, time: computed() - start };
  } finally {
    inspector.close();
    child.kill('SIGKILL');
  }
};

console.log('| Node | heap | nodes | edges | memory | processor time | file |\n|---|---|---|---|---|---|---|');
for (const node of option('nodes', process.execPath).split(','))
  for (const kind of option('kinds', Object.keys(kinds).join(',')).split(',')) {
    const { nodes, edges, bytes, memory, time } = await measure(node, kind, Number(option('objects', '400000')));
    const version = /nodes\/(\d+)/.exec(node)?.[1] ?? process.version;
    const millions = number => `${(number / 1e6).toFixed(2)} M`, mb = number => `${(number / 1e6).toFixed(0)} MB`;
    const cells = [version, kind, millions(nodes), millions(edges), mb(memory), `${(time / 1000).toFixed(1)} s`, mb(bytes)];
    console.log(`| ${cells.join(' | ')} |`);
  }
