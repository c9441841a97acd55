import { perRequest, testRule } from './rule-tester.js';

const shutdown = 'const shutdown = new AbortController(); const { signal } = shutdown;';

testRule('event-listener-abort-once', {
  valid: [
    `${shutdown} shutdown.signal.addEventListener("abort", () => {}, { once: true });`,
    perRequest('const c = new AbortController(); c.signal.addEventListener("abort", () => {}, { once: true });'),
    perRequest(`const stop = () => {}; shutdown.signal.addEventListener("abort", stop, { once: true });
      try { await work(); } finally { shutdown.signal.removeEventListener("abort", stop); }`, shutdown),
    perRequest('shutdown.signal.addEventListener("abort", () => {}, { once: true, signal: done });', shutdown),
    'export function wait(signal) { signal.addEventListener("abort", () => {}, { once: true }); }',
    perRequest('wait(new AbortController().signal);', 'function wait(signal) { signal.addEventListener("abort", () => {}, { once: '
      + 'true }); }'),
  ],
  invalid: [
    [perRequest('shutdown.signal.addEventListener("abort", () => response.destroy(), { once: true });', shutdown), 'stays'],
    [perRequest('signal.addEventListener("abort", () => response.destroy(), { once: true });', shutdown), 'stays'],
    [perRequest('signal.addEventListener("abort", () => response.destroy(), { once: true });', 'import { signal } from '
      + '"./shutdown.js";'), 'stays'],
    ['class Worker { #stop = new AbortController(); run() { this.#stop.signal.addEventListener("abort", () => {}, { once: true }); } }'
      + perRequest('worker.run();', 'const worker = new Worker();'), 'stays'],
    [perRequest('work();', `${shutdown} function work() { signal.addEventListener("abort", () => {}, { once: true }); }`), 'stays'],
  ],
});
