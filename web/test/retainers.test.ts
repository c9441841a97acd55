import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EdgeRow, Page, PathStep } from '../src/api/types.ts';
import { formatCuts, parseCuts, toggled } from '../src/views/cuts.ts';
import { keysAlong, placed } from '../src/views/retainerRows.ts';

test('cuts survive the address, and what is no cut is left out', () => {
  assert.deepEqual(parseCuts('n12,e34:5,n12,x1,e3,n4:5,'), [
    { key: 'n12', what: 'object', id: 12 },
    { key: 'e34:5', what: 'reference', id: 34, position: 5 },
  ]);
  assert.equal(formatCuts(parseCuts('n12,e34:5')), 'n12,e34:5');
  assert.deepEqual(parseCuts(undefined), []);
});

test('a cut is made and taken back', () => {
  assert.equal(toggled('n12', 'e34:5'), 'n12,e34:5');
  assert.equal(toggled('n12,e34:5', 'n12'), 'e34:5');
});

function step(nodeId: number, edge: string, repeat = 1): PathStep {
  return { edge, edgeType: 'property', nodeId, nodeType: 'object', className: 'C', name: '', retainedBytes: 1, repeat, location: null };
}

function retainer(id: number, edge: string): EdgeRow {
  return { id, edge, edgeType: 'property' } as EdgeRow;
}

function page(...rows: EdgeRow[]): Page<EdgeRow> {
  return { total: rows.length, matching: rows.length, offset: 0, rows };
}

// 1 -a-> 2 -b-> 3, and 3 -back-> 2
test('the rows of the shortest path have the keys that are expanded', () => {
  const [first, second] = keysAlong([step(1, ''), step(2, 'a'), step(3, 'b')]);
  const top = placed(page(retainer(2, 'b')), { id: 3, key: '', below: [] }).rows[0]!;
  assert.equal(top.key, first);
  const next = placed(page(retainer(1, 'a'), retainer(3, 'back')), top);
  assert.equal(next.rows[0]!.key, second);
  assert.deepEqual(next.rows.map(row => row.isCycle), [false, true]);
});

test('expansion ends where equal hops are summed up', () => {
  assert.equal(keysAlong([step(1, ''), step(2, 'a'), step(3, 'next', 9), step(4, 'b')]).length, 0);
  assert.equal(keysAlong([step(1, ''), step(2, 'next', 9), step(3, 'a'), step(4, 'b')]).length, 1);
});
