// The programs of the rules, which really leak when they run: each leaking one is reported by its rule, and no other one by any rule.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import plugin from '../index.js';
import { lintFolder } from './linting.js';

/** What leaks where the warning is switched off are the listeners. */
const also = { 'event-listener-limit': ['event-listener'] };

describe('the programs of the rules', async () => {
  const found = await lintFolder(fileURLToPath(new URL('../programs', import.meta.url)));

  for (const rule of Object.keys(plugin.rules)) {
    it(`${rule}: reported`, () => assert.deepEqual(found[`${rule}/leaking.js`], [rule, ...(also[rule] ?? [])].sort()));
    it(`${rule}: fixed and healthy are silent`, () => {
      assert.deepEqual([found[`${rule}/fixed.js`], found[`${rule}/healthy.js`]], [[], []]);
    });
  }
});
