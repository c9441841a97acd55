// What closures keep alive. A closure that reads only the length of a Buffer keeps all of the Buffer.

import { declarationOf, initialValue } from './program.js';
import { bare, calleeOf, functionAround, isInside, isMember, nameOf, returned, wrapped } from './syntax.js';

const measures = new Set(['byteLength', 'length', 'size']);
const bufferMakers = new Set(['alloc', 'allocUnsafe', 'allocUnsafeSlow', 'concat', 'from']);
const readers = new Set(['arrayBuffer', 'buffer', 'bytes', 'readFile', 'readFileSync', 'randomBytes']);
const typedArrays = /^(ArrayBuffer|SharedArrayBuffer|DataView|(Big)?(Int|Uint|Float)\d+(Clamped)?Array)$/;

/** A variable outside of a closure that holds a Buffer or an array, and of which the closure reads nothing but the length; or null. */
export function onlyMeasured(closure, program) {
  return capturedVariables(closure, program).find((variable) => {
    const inside = variable.references.filter(({ identifier }) => isInside(identifier, closure));
    return inside.every(({ identifier }) => isMeasured(identifier)) && isLarge(initialValue(variable), program);
  }) ?? null;
}

/** The variables of the functions around a closure that it refers to. */
export function capturedVariables(closure, program) {
  const scope = program.sourceCode.scopeManager.acquire(closure);
  const variables = (scope?.through ?? []).map((reference) => reference.resolved).filter(Boolean);
  return [...new Set(variables)].filter((variable) => variable.defs[0] && functionAround(variable.defs[0].name) !== null);
}

function isMeasured(identifier) {
  const { parent } = wrapped(identifier);
  return isMember(parent) && parent.object === wrapped(identifier) && measures.has(nameOf(parent));
}

const isSizedArray = (node) => node.callee.name === 'Array' && node.arguments.length === 1;

/** Whether an expression makes a Buffer, a typed array, or an array of computed length. */
function isLarge(value, program, depth = 0) {
  let node = bare(value);
  if (node?.type === 'AwaitExpression') node = bare(node.argument);
  if (!node || depth > 4) return false;
  if (node.type === 'NewExpression') return typedArrays.test(node.callee.name) || isSizedArray(node);
  if (node.type !== 'CallExpression') return false;
  const { receiver, name } = calleeOf(node);
  if (receiver?.name === 'Buffer') return bufferMakers.has(name);
  if (receiver?.name === 'Array') return name === 'from';
  return readers.has(name) || returned(declarationOf(node.callee, program)).some((result) => isLarge(result, program, depth + 1));
}
