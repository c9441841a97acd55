import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Cell } from '../src/api/types.ts';
import { cellAt, cellOf, neighbour, type LaidCell } from '../src/charts/cells.ts';
import { layoutIcicle } from '../src/charts/icicleLayout.ts';
import { layoutTreemap } from '../src/charts/treemapLayout.ts';

let nextId = 1;

function cell(selfBytes: number, children: Cell[] = [], rest: Cell['rest'] = null): Cell {
  const retainedBytes = selfBytes + (rest?.bytes ?? 0) + children.reduce((sum, child) => sum + child.retainedBytes, 0);
  const childCount = children.length + (rest?.count ?? 0);
  return { id: nextId++, kind: 'object', className: 'C', name: '', selfBytes, retainedBytes, childCount, children, rest };
}

function area(one: LaidCell): number {
  return (one.x1 - one.x0) * (one.y1 - one.y0);
}

/** A tree from a fixed seed. */
function randomTree(depth: number, state = { seed: 7 }): Cell {
  const random = (): number => {
    state.seed = (state.seed * 48271) % 2147483647;
    return state.seed / 2147483647;
  };
  const children = depth === 0 ? [] : Array.from({ length: Math.floor(random() * 9) }, () => randomTree(depth - 1, state));
  return cell(1 + Math.floor(random() * 1000), children, random() < 0.3 ? { count: 10, bytes: Math.floor(random() * 500) } : null);
}

test('treemap: areas of siblings compare as their bytes do', () => {
  const cells = layoutTreemap(cell(100, [cell(600), cell(300)]), 504, 519);
  const of = (bytes: number): number => area(cells.find(one => one.bytes === bytes && one.parent === 0)!);
  assert.ok(Math.abs(of(600) / of(300) - 2) < 1e-6);
  assert.ok(Math.abs(of(300) / of(100) - 3) < 1e-6);
});

test('treemap: own bytes and what the server summed up have cells', () => {
  const cells = layoutTreemap(cell(200, [cell(500)], { count: 40, bytes: 300 }), 400, 400);
  assert.deepEqual(cells.slice(1).map(one => [one.role, one.bytes, one.count]), [['node', 500, 1], ['rest', 300, 40], ['own', 200, 1]]);
});

test('treemap: small children join the rest cell and are counted', () => {
  const small = Array.from({ length: 50 }, () => cell(10));
  const cells = layoutTreemap(cell(0, [cell(1_000_000), ...small], { count: 3, bytes: 49_500 }), 300, 300);
  const rest = cells.find(one => one.role === 'rest')!;
  assert.equal(rest.count, 53);
  assert.equal(rest.bytes, 50_000);
});

test('treemap: cells lie inside their parents, do not overlap, and are never below 3 pixels', () => {
  const root = cell(10, Array.from({ length: 12 }, (_, index) => randomTree(4, { seed: 104729 * (index + 3) })));
  const cells = layoutTreemap(root, 900, 600);
  assert.ok(cells.length > 50);
  for (const one of cells.slice(1)) {
    const parent = cells[one.parent]!;
    assert.ok(one.x0 >= parent.x0 && one.x1 <= parent.x1 + 1e-6 && one.y0 >= parent.y0 && one.y1 <= parent.y1 + 1e-6);
    assert.ok(one.x1 - one.x0 >= 3 && one.y1 - one.y0 >= 3);
    assert.ok(parent.isOpen);
  }
  for (const [index, one] of cells.entries()) {
    const siblings = cells.filter((other, at) => at > index && other.parent === one.parent);
    for (const other of siblings) {
      const width = Math.min(one.x1, other.x1) - Math.max(one.x0, other.x0);
      const height = Math.min(one.y1, other.y1) - Math.max(one.y0, other.y0);
      assert.ok(width < 1e-6 || height < 1e-6);
    }
  }
});

test('treemap: the number of cells is limited, and the largest are the ones that are opened', () => {
  const root = cell(0, Array.from({ length: 40 }, (_, index) => cell(1, Array.from({ length: 40 }, () => cell(10 * (index + 1))))));
  const cells = layoutTreemap(root, 1200, 1200, { maxCells: 300 });
  assert.ok(cells.length <= 300);
  const open = cells.filter(one => one.isOpen && one.depth === 1).map(one => one.bytes);
  const closed = cells.filter(one => !one.isOpen && one.depth === 1).map(one => one.bytes);
  assert.ok(open.length > 0 && closed.length > 0);
  assert.ok(Math.min(...open) > 0.5 * Math.max(...closed));
});

test('treemap: an empty heap has no cells', () => {
  assert.deepEqual(layoutTreemap(cell(0), 300, 300), []);
  assert.deepEqual(layoutTreemap(cell(10), 2, 300), []);
});

test('icicle: one row a level, and the gap of a parent is its own bytes', () => {
  const cells = layoutIcicle(cell(250, [cell(400, [cell(0, [cell(100)])]), cell(250)]), 1000, 20);
  assert.deepEqual(cells.map(one => [one.x0, one.x1, one.y0]), [
    [0, 1000, 0],
    [0, 500, 20],
    [500, 750, 20],
    [0, 100, 40],
    [0, 100, 60],
  ]);
});

test('icicle: narrow children join the rest', () => {
  const cells = layoutIcicle(cell(0, [cell(10_000), ...Array.from({ length: 100 }, () => cell(4))]), 1000, 20);
  assert.deepEqual(cells.map(one => [one.role, one.count]), [['node', 1], ['node', 1], ['rest', 100]]);
});

test('arrows move among siblings, in and out', () => {
  const root = cell(100, [cell(600, [cell(300)]), cell(300)]);
  const cells = layoutTreemap(root, 500, 500);
  const first = cellOf(cells, root.children[0]!.id);
  const second = cellOf(cells, root.children[1]!.id);
  assert.equal(neighbour(cells, first, 'next'), second);
  assert.equal(neighbour(cells, second, 'previous'), first);
  assert.equal(cells[neighbour(cells, first, 'in')]!.parent, first);
  assert.equal(neighbour(cells, first, 'out'), 0);
  assert.equal(neighbour(cells, 0, 'out'), 0);
  assert.equal(neighbour(cells, -1, 'next'), 0);
});

test('the topmost cell under the pointer is found', () => {
  const cells = layoutTreemap(cell(0, [cell(600, [cell(500)]), cell(300)]), 500, 500);
  const deepest = cells.findIndex(one => one.depth === 2);
  const { x0, x1, y0, y1 } = cells[deepest]!;
  assert.equal(cellAt(cells, (x0 + x1) / 2, (y0 + y1) / 2), deepest);
  assert.equal(cellAt(cells, 1, 1), 0);
  assert.equal(cellAt(cells, 600, 1), -1);
});
