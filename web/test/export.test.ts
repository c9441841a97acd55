import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csv, stringsCsv } from '../src/views/export.ts';

test('cells with separators, quotes and line ends are quoted', () => {
  assert.equal(csv(['a', 'b'], [['x,y', 'say "hi"'], ['two\nlines', 3]]), 'a,b\r\n"x,y","say ""hi"""\r\n"two\nlines",3\r\n');
});

test('text of a heap is never a formula of a spreadsheet', () => {
  assert.equal(csv(['a'], [['=HYPERLINK("x")'], ['-1'], [-1]]), 'a\r\n"\'=HYPERLINK(""x"")"\r\n\'-1\r\n-1\r\n');
});

test('strings carry whether they were cut', () => {
  const row = { value: 'v', length: 1, truncated: true, count: 2, shallowBytes: 3, retainedBytes: 4, wastedBytes: 5, nodeIds: [6, 7] };
  assert.equal(stringsCsv([row]).split('\r\n')[1], 'v,1,true,2,3,4,5,6 7');
});
