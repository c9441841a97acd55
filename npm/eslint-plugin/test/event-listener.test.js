import { perRequest, testRule, typescript } from './rule-tester.js';

const bus = 'import { EventEmitter } from "node:events"; const bus = new EventEmitter();';
const subject = `class Subject {
  #observers = new Set();
  subscribe(observer) { this.#observers.add(observer); return () => this.#observers.delete(observer); }
}
const subject = new Subject();`;

testRule('event-listener', {
  valid: [
    // Added once.
    `${bus} bus.on("change", () => {});`,
    'process.on("SIGTERM", () => process.exit());',
    'function start() { process.on("SIGTERM", () => process.exit()); } start();',
    'export function start(app) { process.on("SIGTERM", () => app.close()); }',
    'class App { constructor() { process.on("SIGTERM", () => this.close()); } close() {} } const app = new App();',
    // Dies with its own emitter.
    perRequest('response.on("close", () => {}); request.on("data", () => {});'),
    perRequest('const child = spawn("ls"); child.on("exit", () => response.end());', 'import { spawn } from "node:child_process";'),
    'import net from "node:net"; net.createServer((socket) => { socket.on("data", () => {}); });',
    'export function read(stream) { stream.on("data", () => {}); }',
    `${bus} export class Hub extends EventEmitter { join(client) { this.on("x", () => client.send()); } }`,
    // Removed.
    perRequest('const send = () => {}; bus.on("change", send); response.on("close", () => bus.off("change", send));', bus),
    perRequest('bus.on("change", send); try { await work(); } finally { bus.removeListener("change", send); }', `${bus} function
      send() {}`),
    perRequest('bus.on("change", () => {}); response.on("close", () => bus.removeAllListeners("change"));', bus),
    perRequest('bus.once("change", () => response.end());', bus),
    perRequest('target.addEventListener("change", () => {}, { signal });', 'const target = new EventTarget();'),
    perRequest('target.addEventListener("change", () => {}, { once: true });', 'const target = new EventTarget();'),
    perRequest('const stop = watch(() => {}); response.on("close", stop);', `${bus}
      function watch(listener) { bus.on("change", listener); return () => bus.off("change", listener); }`),
    perRequest('const handlers = []; const send = () => {}; bus.on("change", send); handlers.push({ send }); track(handlers);', bus),
    perRequest('const send = () => {}; bus.on("change", send); cleanup(send);', bus),
    // Behind a flag, or once for each emitter.
    perRequest('if (!watched) { watched = true; bus.on("change", () => {}); }', `${bus} let watched = false;`),
    perRequest('if (subscribers++ === 0) bus.on("change", () => {});', `${bus} let subscribers = 0;`),
    perRequest('if (!seen.has(request.socket)) { seen.add(request.socket); request.socket.on("close", () => {}); }', 'const seen = '
      + 'new WeakSet();'),
    perRequest('const { socket } = request; if (!socket[mark]) { socket.on("error", () => {}); socket[mark] = true; }', 'const mark '
      + '= Symbol();'),
    // Methods of the program's own, and methods of other things.
    'class Registry { addListener(name, f) { f(); } }' + perRequest('registry.addListener("x", () => {});', 'const registry = new '
      + 'Registry();'),
    perRequest('query.on("users.id", "orders.user");', 'import query from "./query.js";'),
    'export function exportAll(data) { return function (req, res) { data.stream.on("error", () => res.end()); }; }',
    // Subscriptions.
    perRequest('const stop = subject.subscribe(() => {}); response.on("close", stop);', subject),
    perRequest('client.subscribe("channel");', 'import client from "./redis.js";'),
    perRequest('changes.pipe(take(1)).subscribe(() => {});', 'import { changes } from "./changes.js";'),
    perRequest('latest?.on("change", () => {});', 'let latest; export function set(value) { latest = value; }'),
    // Signals passed to EventEmitter have a rule of their own.
    perRequest('bus.on("change", () => {}, { signal });', bus),
    'test("emits", () => { process.on("message", () => {}); });',
  ],
  invalid: [
    [perRequest('bus.on("change", () => {});', bus), 'listener'],
    [perRequest('bus.addListener("change", (price) => response.write(price));', bus), 'listener'],
    [perRequest('bus.on("change", () => {});', 'import bus from "./bus.js";'), 'listener'],
    [perRequest('events.bus.on("change", () => {});', 'import * as events from "./events.js";'), 'listener'],
    [perRequest('bus.on("change", () => {});', 'const bus = require("./bus");'), 'listener'],
    [perRequest('process.on("SIGTERM", () => response.end());'), 'listener'],
    [perRequest('process.once("SIGTERM", () => response.end());'), 'listener'],
    [perRequest('target.addEventListener("change", () => {});', 'const target = new EventTarget();'), 'listener'],
    [perRequest('target.addEventListener("change", () => {}, true);', 'const target = new EventTarget();'), 'listener'],
    [perRequest('bus.on("change", send.bind(response)); response.on("close", () => bus.off("change", send.bind(response)));',
      `${bus} function send() {}`), 'listener'],
    [perRequest('bus.on("change", () => {}); response.on("close", () => bus.off("change", () => {}));', bus), 'listener'],
    [perRequest('bus.on("change", send); response.on("close", () => bus.off("close", send));',
      `${bus} const send = () => {};`), 'listener'],
    [perRequest('request.socket.on("close", () => {});'), 'connection'],
    [perRequest('const ask = http.get("http://localhost"); ask.on("socket", (socket) => { socket.on("timeout", () => '
      + 'ask.destroy()); });'), 'connection'],
    [`${bus} class Session { constructor() { bus.on("change", this.onChange); } onChange() {} }
      ${perRequest('new Session();')}`, 'listener'],
    [`${bus} for await (const [message] of on(queue, "message")) { bus.on("change", () => message.ack()); }`, 'listener'],
    [`${bus} export default function plugin(app) {
      app.get("/", (request, reply) => { app.server.on("close", () => reply.end()); });
    }`, 'listener'],
    ['export function create() { const hub = new Hub(); return (req, res) => { hub.on("change", () => res.write("")); }; }', 'listener'],
    [perRequest('subject.subscribe(() => {});', subject), 'subscription'],
    [perRequest('prices$.subscribe({ next: (price) => response.write(price) });',
      'import { prices$ } from "./prices.js";'), 'subscription'],
    [typescript(perRequest('(bus as EventEmitter)!.on("change", (price: number) => response.write(price));', bus)), 'listener'],
    [typescript(`import { Bus } from "./bus.js"; @Injectable() export class Feed {
      constructor(private readonly socket: Socket) {} static bus = new Bus();
      handle(req: Request, res: Response) { Feed.bus.on("change", () => res.write("")); } }`), 'listener'],
  ],
});
