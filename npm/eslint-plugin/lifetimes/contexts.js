// Stores of AsyncLocalStorage.

import { findMethod, instanceClass } from './classes.js';
import { definitionOf } from './program.js';
import { bare, calleeOf, functionAround } from './syntax.js';

/**
 * The storage of which a call of `enterWith` makes a store current; null if the call takes the store away again (`enterWith(undefined)`),
 * passes on what the function was given (a wrapper, whose callers decide), or calls a method of the program's own.
 */
export function entersContext(call, program) {
  const { receiver, name } = calleeOf(call);
  if (name !== 'enterWith' || receiver === null || call.arguments.length !== 1) return null;
  const owner = instanceClass(receiver, program);
  if (owner && findMethod(owner, name)) return null;
  return isEmpty(bare(call.arguments[0])) || isOwnParameter(bare(call.arguments[0]), call, program) ? null : receiver;
}

const isEmpty = (node) => node.name === 'undefined' || (node.type === 'Literal' && node.value === null) || node.operator === 'void';

function isOwnParameter(node, call, program) {
  const definition = node.type === 'Identifier' ? definitionOf(program.variableOf(node)) : null;
  return definition?.type === 'Parameter' && definition.node === functionAround(call);
}
