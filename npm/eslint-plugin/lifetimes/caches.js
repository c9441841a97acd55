// Caches of libraries that keep everything unless they are told otherwise.

import { Frequency, frequencyAt } from './frequency.js';
import { importedName, moduleOf } from './program.js';
import { bare, findProperty, hasSpread, isNumber } from './syntax.js';

/** By module: how the cache is made, which export it is, where its options are, and which of them bound it. */
const libraries = {
  'lru-cache': { type: 'NewExpression', names: ['LRUCache', 'default'], at: 0, bounds: ['max', 'maxSize', 'ttl', 'maxAge'] },
  'node-cache': { type: 'NewExpression', names: ['default', 'NodeCache'], at: 0, bounds: ['maxKeys', 'stdTTL'] },
  'quick-lru': { type: 'NewExpression', names: ['default'], at: 0, bounds: ['maxSize', 'maxAge'] },
  'memoizee': { type: 'CallExpression', names: ['default'], at: 1, bounds: ['max', 'maxAge'] },
  'memoize': { type: 'CallExpression', names: ['default'], at: 1, bounds: ['maxAge', 'cache'] },
  'p-memoize': { type: 'CallExpression', names: ['default'], at: 1, bounds: ['cache'] },
  'dataloader': { type: 'NewExpression', names: ['default', 'DataLoader'], at: 1, bounds: ['cache', 'cacheMap'] },
};

/** For a call that makes a cache that lives as long as the program and keeps all entries: `{ name, options }`. Otherwise null. */
export function libraryCacheOf(node, program) {
  const module = moduleOf(node.callee, program);
  const library = Object.hasOwn(libraries, module ?? '') ? libraries[module] : null;
  if (library?.type !== node.type || !library.names.includes(importedName(node.callee, program))) return null;
  if (frequencyAt(node, program) !== Frequency.once || isBoundedBy(node.arguments[library.at], library.bounds)) return null;
  return setsAges(node, library, program) ? null : { name: `This ${module}`, options: library.bounds.slice(0, 2).join(' or ') };
}

/** Options that are not written here may hold anything. */
function isBoundedBy(options, bounds) {
  const node = bare(options);
  if (!node) return false;
  if (node.type !== 'ObjectExpression' || hasSpread(node)) return true;
  return bounds.some((name) => isLimit(bare(findProperty(node, name)?.value)));
}

const isLimit = (value) => Boolean(value) && !isNumber(value, 0) && value.name !== 'Infinity';

/** node-cache takes an age with each entry. */
function setsAges(node, { names }, program) {
  if (!names.includes('NodeCache')) return false;
  const calls = program.methodCallsNamed('set');
  return calls.some((call) => call.arguments.length > 2);
}
