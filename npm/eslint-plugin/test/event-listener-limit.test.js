import { testRule } from './rule-tester.js';

const removed = (code, output) => [code, { messageId: 'off', suggestions: [{ messageId: 'remove', output }] }];

testRule('event-listener-limit', {
  valid: [
    'bus.setMaxListeners(20);',
    'bus.setMaxListeners(limit);',
    'import { EventEmitter } from "node:events"; EventEmitter.defaultMaxListeners = 20;',
    'bus.getMaxListeners();',
    'setMaxListeners();',
  ],
  invalid: [
    removed('bus.setMaxListeners(0);', ''),
    removed('bus.setMaxListeners(Infinity);', ''),
    removed('bus.setMaxListeners(Number.POSITIVE_INFINITY);', ''),
    removed('import { setMaxListeners } from "node:events"; setMaxListeners(0, signal);', 'import { setMaxListeners } from '
      + '"node:events"; '),
    ['const same = bus.setMaxListeners(0);', 'off'],
    ['import { EventEmitter } from "node:events"; EventEmitter.defaultMaxListeners = 0;', 'off'],
    ['require("events").defaultMaxListeners = Infinity;', 'off'],
  ],
});
