import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ProfileFrame } from '../src/api/types.ts';
import { flameFunctions, neighbours } from '../src/charts/flameFunctions.ts';
import { boxAt, flameBoxes, flameMatches, flameTree, functionKey, panned, steered, viewOf, zoomed } from '../src/charts/flameTree.ts';

interface Tree {
  name: string;
  selfBytes: number;
  children: Tree[];
}

function node(name: string, selfBytes: number, children: Tree[] = []): Tree {
  return { name, selfBytes, children };
}

/** As a profile has them: callers first. */
function frames(tree: Tree): ProfileFrame[] {
  const all: ProfileFrame[] = [];
  const add = ({ name, selfBytes, children }: Tree, parent: number): ProfileFrame => {
    const frame: ProfileFrame = { parent, ...named(name), owner: 'application', selfBytes, totalBytes: selfBytes };
    const position = all.push(frame) - 1;
    for (const child of children) frame.totalBytes += add(child, position).totalBytes;
    return frame;
  };
  add(tree, -1);
  return all;
}

function named(name: string): Pick<ProfileFrame, 'function' | 'file' | 'line'> {
  return { function: name, file: `${name}.js`, line: 1 };
}

function crumbs(): Tree[] {
  return Array.from({ length: 100 }, (_, index) => node(`s${index}`, 1));
}

// (root) 100 ─ b 70 ─ c 20
//            └ a 30
const small = node('(root)', 0, [node('a', 30), node('b', 50, [node('c', 20)])]);

test('calls lie heaviest first, within their caller', () => {
  const calls = flameTree(frames(small));
  assert.deepEqual(
    calls.map(call => [call.frame.function, call.start, call.depth]),
    [['(root)', 0, 0], ['a', 70, 1], ['b', 0, 1], ['c', 0, 2]]);
});

test('boxes are cut at the edges of what is seen', () => {
  const boxes = flameBoxes(flameTree(frames(small)), { from: 60, to: 80 }, 200);
  assert.deepEqual(boxes.map(box => [box.depth, box.x0, box.x1]).sort(), [[0, 0, 200], [1, 0, 100], [1, 100, 200]]);
});

test('slivers of a caller are one box that counts and weighs them all', () => {
  const calls = flameTree(frames(node('(root)', 0, [node('big', 9900), ...crumbs()])));
  const slivers = flameBoxes(calls, { from: 0, to: 10_000 }, 1000).filter(box => box.call < 0);
  assert.deepEqual(slivers.map(({ count, bytes, x0, x1, depth }) => [count, bytes, x0, x1, depth]), [[100, 100, 990, 1000, 1]]);
});

test('zoomed in, slivers come apart', () => {
  const calls = flameTree(frames(node('(root)', 0, [node('big', 9900), ...crumbs()])));
  const boxes = flameBoxes(calls, { from: 9950, to: 10_000 }, 1000);
  assert.equal(boxes.filter(box => box.call > 0).length, 50);
});

test('zoom keeps the place under the pointer, and never leaves the whole', () => {
  assert.deepEqual(zoomed({ from: 0, to: 100 }, 0.5, 0.25, 100), { from: 12.5, to: 62.5 });
  assert.deepEqual(zoomed({ from: 10, to: 60 }, 4, 0.5, 100), { from: 0, to: 100 });
  assert.deepEqual(panned({ from: 80, to: 90 }, 5, 100), { from: 90, to: 100 });
});

test('keys zoom and move the view, and other keys do not', () => {
  const view = { from: 40, to: 60 };
  assert.deepEqual(steered(view, 'KeyW', 100), { from: 43, to: 57 });
  assert.deepEqual(steered(view, 'ArrowRight', 100), { from: 43, to: 63 });
  assert.deepEqual(steered(view, 'Escape', 100), { from: 0, to: 100 });
  assert.equal(steered(view, 'KeyX', 100), null);
});

test('a click finds the box of its row, whose call then fills the width', () => {
  const calls = flameTree(frames(small));
  const box = boxAt(flameBoxes(calls, { from: 0, to: 100 }, 200), 1, 150)!;
  assert.equal(calls[box.call]!.frame.function, 'a');
  assert.deepEqual(viewOf(calls[box.call]!), { from: 70, to: 100 });
  assert.equal(boxAt([], 0, 0), undefined);
});

test('a search counts nested matches once', () => {
  const calls = flameTree(frames(node('(root)', 0, [node('load', 10, [node('parse', 5, [node('load', 20)])]), node('x', 3)])));
  const { calls: found, bytes } = flameMatches(calls, 'LOAD');
  assert.equal(found.size, 2);
  assert.equal(bytes, 35);
  assert.equal(flameMatches(calls, ' ').calls.size, 0);
});

test('a recursive function counts its outermost call', () => {
  const inner = node('walk', 5, [node('walk', 1, [node('leaf', 4)])]);
  const calls = flameTree(frames(node('(root)', 0, [node('walk', 10, [inner, node('leaf', 2)])])));
  const walk = flameFunctions(calls).find(one => one.function === 'walk')!;
  assert.deepEqual([walk.selfBytes, walk.totalBytes], [16, 22]);
  assert.equal(flameFunctions(calls).reduce((sum, one) => sum + one.selfBytes, 0), 22);
});

test('callers and callees carry the bytes that went that way', () => {
  const calls = flameTree(frames(node('(root)', 0, [
    node('get', 1, [node('make', 10, [node('alloc', 7)])]),
    node('post', 1, [node('make', 20, [node('make', 3, [node('alloc', 2)]), node('copy', 1)])]),
  ])));
  const { callers, callees } = neighbours(calls, functionKey(named('make')));
  assert.deepEqual(callers.map(one => [one.function, one.totalBytes]), [['post', 26], ['get', 17]]);
  assert.deepEqual(callees.map(one => [one.function, one.totalBytes]), [['alloc', 9], ['copy', 1]]);
});

test('a callee that comes back through the function is not counted twice', () => {
  const calls = flameTree(frames(node('(root)', 0, [node('a', 0, [node('b', 1, [node('a', 0, [node('b', 5)])])])])));
  assert.deepEqual(neighbours(calls, functionKey(named('a'))).callees.map(one => one.totalBytes), [6]);
});

test('deep stacks do not overflow', () => {
  const deep = Array.from({ length: 20_000 }, (_, index): ProfileFrame => (
    { parent: index - 1, ...named(`f${index}`), owner: 'library', selfBytes: index === 19_999 ? 1 : 0, totalBytes: 1 }));
  assert.equal(flameBoxes(flameTree(deep), { from: 0, to: 1 }, 100).length, 20_000);
});
