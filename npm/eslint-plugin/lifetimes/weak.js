// Registrations at a FinalizationRegistry.

import { capturedVariables } from './captures.js';
import { declarationOf, isSame, valueOf } from './program.js';
import { bare, calleeOf, isFunction, isMember, nameOf } from './syntax.js';
import { findField, instanceClass } from './classes.js';

/** `{ registry, target, held, token }` of a call of `register`, or null. */
export function weakRegistrationOf(call, program) {
  const { receiver, name } = calleeOf(call);
  if (name !== 'register' || receiver === null || call.arguments.length < 2 || !isRegistry(receiver, program)) return null;
  const [target, held, token] = call.arguments.map(bare);
  return { registry: receiver, target, held, token };
}

function isRegistry(node, program) {
  const owner = isMember(node) ? instanceClass(node.object, program) : null;
  const value = owner ? bare(findField(owner, nameOf(node))?.value) : valueOf(node, program);
  return value?.type === 'NewExpression' && program.isGlobal(value.callee, 'FinalizationRegistry');
}

/** Whether the held value is the target, contains it, or is a function that captures it. The registry holds that value strongly. */
export function holdsTarget({ target, held }, program, depth = 0) {
  if (!held || depth > 3) return false;
  if (isSame(held, target, program)) return true;
  const within = (node) => holdsTarget({ target, held: bare(node) }, program, depth + 1);
  if (held.type === 'ObjectExpression') return held.properties.some((property) => property.type === 'Property' && within(property.value));
  if (held.type === 'ArrayExpression') return held.elements.some((element) => element && within(element));
  const closure = declarationOf(held, program);
  return isFunction(closure) && target.type === 'Identifier' && capturedVariables(closure, program).includes(program.variableOf(target));
}

/** Whether the file unregisters by a token. */
export function isUnregistered({ token }, program) {
  return Boolean(token) && program.methodCallsNamed('unregister').length > 0;
}
