import { perRequest, testRule } from './rule-tester.js';

const storage = 'import { AsyncLocalStorage } from "node:async_hooks"; const storage = new AsyncLocalStorage();';

testRule('async-context', {
  valid: [
    perRequest('storage.run({ id: 1 }, () => work());', storage),
    `${storage} storage.enterWith({ id: 1 });`,
    `${storage} function start() { storage.enterWith({}); } start();`,
    perRequest('storage.enterWith(undefined);', storage),
    `${storage} export function enter(store) { storage.enterWith(store); }`,
    'class Scope { enterWith(x) {} } const scope = new Scope();' + perRequest('scope.enterWith({});'),
  ],
  invalid: [
    [perRequest('storage.enterWith({ id: 1 });', storage), 'enters'],
    [`${storage} app.use((req, res, next) => { storage.enterWith({ id: req.id }); next(); });`, 'enters'],
    [`${storage} export async function handle(message) { storage.enterWith(new Map()); }`, 'enters'],
    ['import { storage } from "./storage.js"; app.addHook("onRequest", async (request) => { storage.enterWith({ id: request.id }); '
      + '});', 'enters'],
    ['class Worker { #storage = new AsyncLocalStorage(); run() { this.#storage.enterWith({}); } }' + perRequest('worker.run();',
      'const worker = new Worker();'),
      'enters'],
  ],
});
