import assert from 'node:assert/strict';
import { test } from 'node:test';
import { heapParts } from '../src/views/heapParts.ts';

test('the parts of a heap add up to its total', () => {
  const statistics = {
    nativeBytes: 77_000, typedArrayBytes: 15_000, codeBytes: 1_256_000, stringBytes: 1_340_000, jsArrayBytes: 234_000, systemBytes: 91_000,
  };
  const parts = heapParts({ totalBytes: 11_945_000, statistics });
  assert.equal(parts.reduce((sum, part) => sum + part.bytes, 0), 11_945_000);
  assert.deepEqual(parts.filter(part => part.id === 'typed' || part.id === 'native').map(part => part.bytes), [15_000, 62_000]);
});
