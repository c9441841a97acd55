import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PathStep } from '../src/api/types.ts';
import { drawPath, withoutNestedRoots } from '../src/views/findings/path.ts';
import { edgeText, nodeText, ownerOf } from '../src/views/findings/words.ts';

const place = (file: string) => ({ file, line: 1, column: 1, function: null, source: null });

function step(nodeId: number, edge: string, edgeType: string, className: string, more: Partial<PathStep> = {}): PathStep {
  return { edge, edgeType, nodeId, nodeType: 'object', className, name: className, retainedBytes: 8, repeat: 1, location: null, ...more };
}

//  (root) → (GC roots) → (Global handles) → TCP → Server (node) → Object → handler() → Context –cache→ Map → (array) → entry
const path = [
  step(1, '', '', '(synthetic)', { nodeType: 'synthetic', name: '' }),
  step(3, '1', 'element', '(synthetic)', { nodeType: 'synthetic', name: '(GC roots)' }),
  step(23, '10', 'element', '(synthetic)', { nodeType: 'synthetic', name: '(Global handles)' }),
  step(31, '55', 'internal', 'TCP'),
  step(33, '<symbol owner_symbol>', 'property', 'Server', { location: place('node:_http_server') }),
  step(35, '_events', 'property', 'Object'),
  step(37, 'request', 'property', 'Function', { nodeType: 'closure', name: 'handler', location: place('/app/server.js') }),
  step(39, 'context', 'internal', 'system / Context'),
  step(41, 'cache', 'context', 'Map'),
  step(43, 'table', 'internal', '(array)', { nodeType: 'array', name: '' }),
  step(45, '7', 'internal', '{user}'),
];

test('Nested roots are one, without an edge', () => {
  const [root, next] = withoutNestedRoots(path);
  assert.equal(root?.name, '(Global handles)');
  assert.equal(root?.edge, '');
  assert.equal(next?.nodeId, 31);
});

test('Steps in Node are folded, the holder and what leaks are marked', () => {
  const drawn = drawPath(path, 41);
  assert.deepEqual(drawn.map(row => (row.kind === 'fold' ? `${row.owner}×${row.steps.length}` : row.role)),
    ['root', 'node×3', 'own', 'inner', 'holder', 'held', 'leaked']);
});

test('Steps in a library are folded under its name', () => {
  const library = [
    ...path.slice(0, 4),
    step(51, 'a', 'property', 'Router', { location: place('/app/node_modules/@scope/router/index.js') }),
    ...path.slice(8),
  ];
  const fold = drawPath(library, 41)[1];
  assert.equal(fold?.kind === 'fold' ? fold.owner : null, '@scope/router');
});

test('Properties of the program and its globals are not folded', () => {
  const globals = [
    path[0]!, step(5, '2', 'shortcut', 'global'), step(7, '__world', 'property', 'Object'),
    step(9, 'list', 'property', 'Object'), step(11, 'head', 'property', 'ListNode'),
  ];
  assert.deepEqual(drawPath(globals, 11).map(row => (row.kind === 'fold' ? 'fold' : row.role)), ['root', 'inner', 'own', 'own', 'holder']);
});

test('Variables of a function in Node are Node’s', () => {
  const timers = [
    path[0]!, step(5, '2', 'shortcut', 'global'),
    step(7, 'setTimeout', 'property', 'Function', { location: place('node:timers') }),
    step(9, 'context', 'internal', 'system / Context'), step(11, 'timerListMap', 'context', 'Object'),
    step(13, '1000', 'element', 'TimersList'),
  ];
  const [, fold] = drawPath(timers, 13);
  assert.equal(fold?.kind === 'fold' ? `${fold.owner}×${fold.steps.length}` : null, 'node×4');
});

test('Without a holder on the path, only the last step is marked', () => {
  const roles = drawPath(path, 999).map(row => (row.kind === 'fold' ? 'fold' : row.role));
  assert.ok(!roles.includes('holder'));
  assert.equal(roles.at(-1), 'leaked');
});

test('A path of one step is its root', () => {
  assert.deepEqual(drawPath(path.slice(0, 1), 1).map(row => row.kind), ['step']);
  assert.deepEqual(drawPath([], 1), []);
});

test('Edges and objects are named as on the command line', () => {
  assert.equal(edgeText('element', '3'), '[3]');
  assert.equal(edgeText('property', 'name'), '.name');
  assert.equal(edgeText('property', 'a b'), '["a b"]');
  assert.equal(edgeText('context', 'cache'), 'variable cache');
  assert.equal(edgeText('shortcut', '2'), '');
  assert.equal(nodeText({ nodeType: 'closure', className: 'Function', name: '' }), '(anonymous)()');
  assert.equal(nodeText({ nodeType: 'string', className: '(string)', name: 'x' }), '"x"');
  assert.equal(nodeText({ nodeType: 'synthetic', className: '(synthetic)', name: '' }), '(root)');
});

test('A file belongs to Node, a package or the program', () => {
  assert.equal(ownerOf(place('node:net')), 'node');
  assert.equal(ownerOf(place('/a/node_modules/x/node_modules/express/lib/a.js')), 'express');
  assert.equal(ownerOf(place('/a/server.js')), null);
  assert.equal(ownerOf(null), null);
});
