import { perRequest, testRule } from './rule-tester.js';

const bus = 'import { EventEmitter } from "node:events"; const bus = new EventEmitter();';

testRule('event-listener-computed-once', {
  valid: [
    perRequest('bus.once("ready", () => response.end());', bus),
    perRequest('bus.once(`reply:${id}`, done); setTimeout(() => bus.off(`reply:${id}`, done), 1000);', `${bus} const done = () => {};`),
    perRequest('const name = `reply:${request.url}`; bus.once(name, () => {}); response.on("close", () => '
      + 'bus.removeAllListeners(name));', bus),
    perRequest('bus.once(`reply:${request.method}`, () => {});', bus),
    perRequest('const replies = new EventEmitter(); replies.once(`reply:${request.url}`, () => {});', bus),
    `${bus} bus.once(\`ready:\${process.pid}\`, () => {});`,
    `${bus} export function wait(id) { bus.once(\`reply:\${id}\`, () => {}); }`,
    perRequest('for (const kind of ["a", "b"]) bus.once(`reply:${kind}`, () => {});', bus),
  ],
  invalid: [
    [perRequest('bus.once(`reply:${request.url}`, () => response.end());', bus), 'once'],
    [perRequest('bus.once("reply:" + request.url, () => response.end());', bus), 'once'],
    [perRequest('const name = `reply:${++last}`; bus.once(name, () => response.end());', `${bus} let last = 0;`), 'once'],
    [perRequest('bus.on(`reply:${request.url}`, () => response.end());', bus), 'on'],
    [perRequest('ask(request.url);', `${bus} function ask(id) { return new Promise((resolve) => bus.once(\`reply:\${id}\`,
      resolve)); }`), 'once'],
    [perRequest('bus.once(randomUUID(), () => {});', `${bus} import { randomUUID } from "node:crypto";`), 'once'],
  ],
});
