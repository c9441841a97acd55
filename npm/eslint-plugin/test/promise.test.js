import { perRequest, testRule } from './rule-tester.js';

const closing = 'const closing = new Promise((resolve) => { process.once("SIGTERM", resolve); });';

testRule('promise', {
  valid: [
    `${closing} Promise.race([listen(), closing]);`,
    perRequest('const timeout = new Promise((resolve) => setTimeout(resolve, 100)); await Promise.race([work(), timeout]);'),
    perRequest('await Promise.race([work(), sleep(100)]);'),
    perRequest('await ready;', 'const ready = new Promise((resolve) => server.listen(0, resolve));'),
    perRequest('ready.then(() => work());', 'const ready = connect();'),
    perRequest('await Promise.all([work(), closing]);', closing),
    'export async function wait(stopped) { return Promise.race([work(), stopped]); }',
    'async function f() { const stop = new Promise((resolve) => { end = resolve; }); for (const each of list) await '
      + 'Promise.race([each(), stop]); }',
    'async function f() { while (true) { const late = new Promise((resolve) => setTimeout(resolve, 1)); await Promise.race([next(), '
      + 'late]); } }',
  ],
  invalid: [
    [perRequest('await Promise.race([work(), closing]);', closing), 'race'],
    [perRequest('await Promise.any([closing, work()]);', closing), 'race'],
    [perRequest('run();', `${closing} async function run() { return Promise.race([work(), closing]); }`), 'race'],
    [perRequest('await Promise.race([work(), stopped]);', 'import { once } from "node:events"; const stopped = once(process, '
      + '"SIGTERM");'), 'race'],
    ['async function consume() { const stop = new Promise((resolve) => { end = resolve; });'
      + 'while (running) { await Promise.race([next(), stop]); } }', 'race'],
    [perRequest('closing.then(() => response.end());', closing), 'reaction'],
    [perRequest('await closing;', closing), 'reaction'],
    [perRequest('never.finally(() => response.end());', 'const never = new Promise(() => {});'), 'reaction'],
  ],
});
