import { perRequest, testRule, typescript } from './rule-tester.js';

testRule('timer', {
  valid: [
    // Started once.
    'setInterval(() => {}, 1000);',
    'function start() { setInterval(() => {}, 1000); } start();',
    'import http from "node:http"; const server = http.createServer(); server.listen(0, () => { setInterval(() => {}, 1000); });',
    'class Feed { constructor() { setInterval(() => this.next(), 1000); } next() {} } const feed = new Feed();',
    'process.once("SIGTERM", () => { setInterval(() => {}, 10); });',
    // Nobody knows how often.
    'export function start() { setInterval(() => {}, 1000); }',
    'export class Poller { start() { setInterval(() => this.poll(), 1000); } poll() {} }',
    // Cleared.
    perRequest('const timer = setInterval(() => {}, 1000); response.on("close", () => clearInterval(timer));'),
    perRequest('const timer = setInterval(() => { if (response.writableEnded) clearInterval(timer); }, 1000);'),
    perRequest('const timer = setInterval(() => {}, 1000); try { await work(); } finally { clearInterval(timer); }'),
    perRequest('timers.add(setInterval(() => {}, 1000));', 'const timers = new Set();'),
    perRequest('const timer = setInterval(() => {}, 1000); track(timer);'),
    typescript(perRequest('using timer = setInterval(() => {}, 1000); await work();')),
    'class Session { timer = setInterval(() => {}, 10); stop() { clearInterval(this.timer); } }' + perRequest('new Session();'),
    'class Session { start() { this.timer = setInterval(() => {}, 10); } stop() { clearInterval(this.timer); } }'
      + perRequest('const session = new Session(); session.start();'),
    perRequest('const t = poll();', 'function poll() { return setInterval(() => {}, 10); }'),
    // Behind a flag.
    perRequest('if (!started) { started = true; setInterval(() => {}, 1000); }', 'let started = false;'),
    perRequest('timer ??= setInterval(() => {}, 1000);', 'let timer;'),
    perRequest('ensure();', 'let timer; function ensure() { if (timer) return; timer = setInterval(() => {}, 1000); }'),
    // A timeout that runs once, and loops that end.
    perRequest('setTimeout(() => response.destroy(), 30_000);'),
    perRequest('retry(3);', 'function retry(left) { if (left > 0) setTimeout(() => retry(left - 1), 100); }'),
    perRequest('poll();', 'function poll() { if (done()) return; setTimeout(poll, 100); }'),
    'function tick() { setTimeout(tick, 1000); } tick();',
    perRequest('setInterval(() => {}, 10);', 'function setInterval() {}'),
  ],
  invalid: [
    [perRequest('setInterval(() => {}, 1000);'), 'interval'],
    [perRequest('const timer = setInterval(() => {}, 1000);'), 'interval'],
    [perRequest('const timer = setInterval(() => {}, 1000); timer.unref();'), 'interval'],
    [perRequest('setInterval(() => {}, 1000).unref();'), 'interval'],
    [perRequest('globalThis.setInterval(() => {}, 1000);'), 'interval'],
    [perRequest('poll(response);', 'function poll(response) { setInterval(() => response.write("."), 1000); }'), 'interval'],
    ['app.get("/", (req, res) => { setInterval(() => res.write("."), 1000); });', 'interval'],
    ['export async function handler(req, res) { setInterval(() => res.write("."), 1000); }', 'interval'],
    [perRequest('setInterval(step.bind(null, response), 1000);', 'function step() {}'), 'interval'],
    ['class Session { constructor() { setInterval(() => {}, 10); } }' + perRequest('new Session();'), 'interval'],
    ['class Session { timer = setInterval(() => {}, 10); }' + perRequest('new Session();'), 'interval'],
    [perRequest('import("x").then(() => { setInterval(() => {}, 10); });'), 'interval'],
    ['import { setInterval } from "node:timers";' + perRequest('setInterval(() => {}, 10);'), 'interval'],
    [perRequest('poll();', 'function poll() { setTimeout(poll, 100); }'), 'timeout'],
    [perRequest('poll();', 'async function poll() { await work(); setTimeout(() => { void poll(); }, 100); }'), 'timeout'],
    ['class Session { poll() { setTimeout(() => this.poll(), 100); } }' + perRequest('const session = new Session(); '
      + 'session.poll();'), 'timeout'],
    ['class Session { poll() { setTimeout(this.poll.bind(this), 100); } }' + perRequest('new Session().poll();'), 'timeout'],
    [typescript('class Session { private poll(): void { setTimeout(() => this.poll(), 100); } start() { this.poll(); } }'
      + 'app.get("/", (req: Request, res: Response) => { const session = new Session(); session.start(); });'), 'timeout'],
  ],
});
