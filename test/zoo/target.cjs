// The zoo's programs: node target.cjs SOCKET KIND [PORT]. A server on a Unix socket, which can be asked across namespaces, and on a TCP
// port. What it answers says what attaching must not change. It says "ready" once it serves.
const { execSync } = require('node:child_process');
const cluster = require('node:cluster');
const http = require('node:http');
const net = require('node:net');
const { Worker, isMainThread } = require('node:worker_threads');

const [socket, kind, port] = process.argv.slice(2);
const counts = { requests: 0, signals: 0, touched: 0 };
const held = globalThis.held = [];
const closing = []; // what keeps the program running

const spin = ms => { for (const until = Date.now() + ms; Date.now() < until;) held[0] = { text: `${until}` } };
const every = (ms, work) => { const timer = setInterval(work, ms); closing.push(() => clearInterval(timer)) };
const kinds = {
  idle() {},
  busy() { every(10, () => spin(4)) },
  loop() { setTimeout(() => { for (;;) held[0] = {} }, 50) },
  bouts() { every(3000, () => spin(2000)) },
  outside() { every(3000, () => execSync('sleep 2')) },
  handler() { process.on('SIGUSR1', () => counts.signals++) },
  leak() { every(1, () => held.push({ at: Date.now(), text: `leak ${held.length}` })) },
  large() { for (let i = 0; i < 60_000; i++) held.push({ id: i, inner: { i }, text: `s${i}` }) },
  stubborn() { process.on('SIGTERM', () => {}) },
  short() { setTimeout(() => process.exit(9), 3000) },
  workers() {
    for (let i = 0; i < 2; i++) {
      const worker = new Worker(__filename, { argv: [socket, 'thread'] });
      closing.push(() => worker.terminate());
    }
  },
  cluster() {
    cluster.setupPrimary({ args: [`${socket}.workers`, 'idle', port] });
    for (let i = 0; i < 2; i++) cluster.fork();
  },
  tcp() {
    const server = net.createServer(connection => { counts.touched++; connection.end('not an inspector\n') });
    server.listen(9229, '127.0.0.1');
    closing.push(() => server.close());
  },
};

if (!isMainThread) setInterval(() => { held[0] = { text: `${Date.now()}` } }, 20);
else {
  const answer = (request, response) => {
    counts.requests++;
    response.end(JSON.stringify({ debugPort: process.debugPort, ...counts }));
  };
  const places = [socket, ...(port && kind !== 'cluster' ? [{ port: Number(port), host: '127.0.0.1' }] : [])];
  const servers = places.map(() => http.createServer(answer));
  closing.push(...servers.map(server => () => { server.close(); server.closeAllConnections?.() }));
  if (kind !== 'stubborn' && process.env.ZOO_END === 'exit') process.on('SIGTERM', () => process.exit(7));
  if (process.env.ZOO_END === 'close') process.on('SIGTERM', () => { for (const close of closing.splice(0)) close() });
  kinds[kind]();
  Promise.all(servers.map((server, i) => new Promise(done => server.listen(places[i], done)))).then(() => console.log('ready'));
}
