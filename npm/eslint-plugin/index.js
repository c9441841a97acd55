import { readFileSync } from 'node:fs';

import timer from './rules/timer.js';
import eventListener from './rules/event-listener.js';
import eventListenerComputedOnce from './rules/event-listener-computed-once.js';
import eventListenerSignal from './rules/event-listener-signal.js';
import eventListenerLimit from './rules/event-listener-limit.js';
import eventListenerAbortOnce from './rules/event-listener-abort-once.js';
import unboundedCache from './rules/unbounded-cache.js';
import growingCollection from './rules/growing-collection.js';
import closure from './rules/closure.js';
import stream from './rules/stream.js';
import streamResponse from './rules/stream-response.js';
import asyncContext from './rules/async-context.js';
import weakReference from './rules/weak-reference.js';
import promise from './rules/promise.js';
import compiledCode from './rules/compiled-code.js';

const { name, version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

/** In the order of the table in README.md. */
const rules = {
  'timer': timer,
  'event-listener': eventListener,
  'event-listener-computed-once': eventListenerComputedOnce,
  'event-listener-signal': eventListenerSignal,
  'event-listener-limit': eventListenerLimit,
  'event-listener-abort-once': eventListenerAbortOnce,
  'unbounded-cache': unboundedCache,
  'growing-collection': growingCollection,
  'closure': closure,
  'stream': stream,
  'stream-response': streamResponse,
  'async-context': asyncContext,
  'weak-reference': weakReference,
  'promise': promise,
  'compiled-code': compiledCode,
};

/** Rules whose reports need a judgement that the source alone does not allow. */
const onlyInAll = new Set(['stream']);

const plugin = { meta: { name, version }, rules, configs: {} };

function configuration(suffix, ids) {
  return {
    name: `heapwise/${suffix}`,
    plugins: { heapwise: plugin },
    rules: Object.fromEntries(ids.map((id) => [`heapwise/${id}`, 'error'])),
  };
}

plugin.configs.recommended = configuration('recommended', Object.keys(rules).filter((id) => !onlyInAll.has(id)));
plugin.configs.all = configuration('all', Object.keys(rules));

export default plugin;
