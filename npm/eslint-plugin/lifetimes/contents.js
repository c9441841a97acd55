// What the entries of a container are, where it matters for what to do about their number.

import { compiles } from './compilation.js';
import { onlyMeasured } from './captures.js';
import { declarationOf, initialValue, laterWrites } from './program.js';
import { bare, calleeOf, isFunction, isInside } from './syntax.js';

const loading = new Set(['readFile', 'readFileSync', 'require']);

/** `{ kind }`: weak (a WeakRef), compiled (code compiled at run time), closure (with the `variable` it keeps for its length), or other. */
export function contentOf(value, program) {
  const node = followed(value, program);
  if (node?.type === 'NewExpression' && program.isGlobal(node.callee, 'WeakRef')) return { kind: 'weak' };
  if (compiles(node, program)) return { kind: 'compiled' };
  const closure = declarationOf(node, program);
  const variable = isFunction(closure) ? onlyMeasured(closure, program) : null;
  return variable ? { kind: 'closure', variable, closure } : { kind: 'other' };
}

/** The value of a variable, whichever way it got it: the last assignment counts, as in `let x = get(); if (!x) x = create()`. */
export function followed(value, program) {
  const node = bare(value);
  const variable = node?.type === 'Identifier' ? program.variableOf(node) : null;
  if (!variable) return node;
  const values = [initialValue(variable), ...laterWrites(variable).map((write) => bare(write.writeExpr))];
  return values.filter(Boolean).at(-1) ?? node;
}

/** Whether a value is read from a file or a module that the key names. There are as many of them as there are files. */
export function isLoaded(value, program) {
  const node = followed(value, program);
  return program.calls.some((call) => loading.has(calleeOf(call).name) && isInside(call, node));
}
