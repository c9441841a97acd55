// The programs of the leak gallery: which of them show their leak in the source, and that no repaired or healthy one is reported.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import { lintFolder } from './linting.js';

/** Programs whose pattern cannot be seen in the source, or has no rule. */
const invisible = {
  'async-context/leaking.js': 'a timer of an hour keeps the context',
  'bundle/src/leaking.js': 'the array is in another file',
  'bundle/src/router.js': 'part of both twins',
  'child-server/leaking.js': 'the array is in another file',
  'descriptors/leaking.js': 'a file that is never closed',
  'library-loggers/app/leaking.js': 'the Map is in a library',
  'library-metrics/app/leaking.js': 'the array is in a library',
  'webassembly-memory/leaking.js': 'memory of WebAssembly',
  'worker/leaking.js': 'the Map is in another file',
};

const reported = {
  'abort-signal/leaking.js': ['event-listener-abort-once'],
  'block-scope/leaking.js': ['growing-collection'],
  'buffer-view/leaking.js': ['growing-collection'],
  'bundle/dist/leaking.js': ['growing-collection'],
  'bundle/src/audit.js': ['growing-collection'],
  'callbacks/leaking.js': ['event-listener'],
  'child-server/server.js': ['growing-collection'],
  'closure-chain/leaking.js': ['closure'],
  'closure-shared-scope/leaking.js': ['growing-collection'],
  'closure/leaking.js': ['closure'],
  'cluster/leaking.js': ['unbounded-cache'],
  'compiled-code-vm/leaking.js': ['compiled-code'],
  'compiled-code/leaking.js': ['compiled-code'],
  'event-listener-process/leaking.js': ['event-listener', 'event-listener-limit'],
  'event-listener/leaking.js': ['event-listener', 'event-listener-limit'],
  'filled-together/leaking.js': ['growing-collection', 'unbounded-cache'],
  'finalization-registry/leaking.js': ['weak-reference'],
  'growing-array/leaking.js': ['growing-collection'],
  'growth-by-time/leaking.js': ['growing-collection'],
  'http-response/leaking.js': ['stream-response'],
  'import-cache/leaking.mjs': ['compiled-code'],
  'interval/leaking.js': ['timer'],
  'nested-map/leaking.mjs': ['unbounded-cache'],
  'numbers/leaking.js': ['growing-collection'],
  'observers/leaking.js': ['event-listener'],
  'pending-promises/leaking.js': ['growing-collection'],
  'performance-timeline/leaking.js': ['growing-collection'],
  'pooled-sockets/leaking.js': ['event-listener', 'event-listener-limit'],
  'promise-race/leaking.js': ['promise'],
  'rearmed-timeout/leaking.js': ['timer'],
  'require-cache/leaking.js': ['compiled-code'],
  'shared-objects/leaking.js': ['growing-collection', 'unbounded-cache'],
  'sliced-string/leaking.js': ['growing-collection'],
  'socket/leaking.js': ['growing-collection'],
  'typescript/dist/leaking.js': ['unbounded-cache'],
  'typescript/src/leaking.ts': ['unbounded-cache'],
  'unbounded-cache-function/leaking.js': ['unbounded-cache'],
  'unbounded-cache-object/leaking.js': ['unbounded-cache'],
  'unbounded-cache/leaking.js': ['unbounded-cache'],
  'undecided-redirects/undecided.js': ['growing-collection'],
  'weak-map-key/leaking.js': ['growing-collection'],
  'weak-refs/leaking.js': ['weak-reference'],
  'worker/renderer.js': ['unbounded-cache'],
};

describe('the gallery', async () => {
  const found = await lintFolder(fileURLToPath(new URL('../../../samples', import.meta.url)));

  for (const [file, rules] of Object.entries(found)) {
    const expected = reported[file] ?? [];
    it(`${file}: ${expected.join(', ') || 'silent'}`, () => assert.deepEqual(rules, expected));
  }

  it('has an explanation for each leak that no rule reports', () => {
    const leaking = Object.keys(found).filter((file) => /leaking\.\w+$/.test(file));
    assert.deepEqual(leaking.filter((file) => !(file in reported) && !(file in invisible)), []);
  });

  it('is linted without its libraries', () => {
    assert.ok('library-loggers/app/leaking.js' in found);
    assert.deepEqual(Object.keys(found).filter((file) => file.includes('node_modules')), []);
  });

  it('has each program that the table names', () => {
    assert.deepEqual(Object.keys({ ...reported, ...invisible }).filter((file) => !(file in found)), []);
  });
});
