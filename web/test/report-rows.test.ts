import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { filtered, sorted } from '../src/report/rows.ts';
import { unpack } from '../src/report/unpack.ts';
import { dedent } from '../src/views/findings/source.ts';

test('Rows are sorted by numbers or text, and equal ones keep their order', () => {
  const rows = [{ name: 'b', size: 2 }, { name: 'a', size: 10 }, { name: 'c', size: 2 }];
  assert.deepEqual(sorted(rows, row => row.size, true).map(row => row.name), ['a', 'b', 'c']);
  assert.deepEqual(sorted(rows, row => row.name, false).map(row => row.name), ['a', 'b', 'c']);
});

test('A filter has words that all must match, or patterns', () => {
  const names = ['Map', '(array)', 'MapIterator', 'Array'];
  assert.deepEqual(filtered(names, name => name, 'map iter'), ['MapIterator']);
  assert.deepEqual(filtered(names, name => name, '/^map$/'), ['Map']);
  assert.deepEqual(filtered(names, name => name, '/(/'), []);
  assert.deepEqual(filtered(names, name => name, '  '), names);
});

test('The data of a report is unpacked, and anything else is refused', async () => {
  const pack = (value: unknown) => gzipSync(JSON.stringify(value)).toString('base64').replaceAll(/(.{20})/g, '$1\n');
  const data = await unpack(pack({ schema: 'heapwise.diff/1', report: { schema: 'heapwise.diff/1' } }));
  assert.equal(data.schema, 'heapwise.diff/1');
  await assert.rejects(unpack(pack([1])), /not a report/);
  await assert.rejects(unpack('###'));
});

test('Lines lose the indentation that they share', () => {
  assert.deepEqual(dedent(['    a', '', '      b']), ['a', '', '  b']);
  assert.deepEqual(dedent(['\ta', '  b']), ['\ta', '  b']);
  assert.deepEqual(dedent([]), []);
});
