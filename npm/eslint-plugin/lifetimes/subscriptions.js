// Subscriptions: a call that adds something to a longer-lived object and returns what removes it.

import { findMethod, instanceClass } from './classes.js';
import { declarationOf } from './program.js';
import { bare, calleeOf, findProperty, isFunction, isMember, isMethodCall, nameOf, textOf, wrapped } from './syntax.js';

const ending = new Set(['unsubscribe', 'dispose', 'close', 'cancel', 'off', 'remove', 'stop']);
const limiting = new Set(['pipe']);

/** Whether a call's result is the only way to end what the call began, and nothing takes it. */
export function dropsRemover(call, program) {
  const { receiver, name } = calleeOf(call);
  if (receiver === null || !isDropped(call)) return false;
  const owner = instanceClass(receiver, program);
  const method = owner ? findMethod(owner, name)?.value : null;
  if (method) return returnsRemover(method, program);
  return name === 'subscribe' && isObserver(call.arguments[0], program) && !isMethodCall(receiver, limiting);
}

function isDropped(call) {
  const { parent } = wrapped(call);
  return parent.type === 'ExpressionStatement' || (parent.type === 'UnaryExpression' && parent.operator === 'void');
}

function isObserver(argument, program) {
  if (!argument || textOf(argument) !== null) return false;
  return isFunction(declarationOf(argument, program)) || findProperty(argument, 'next') !== null;
}

/** A method that adds its parameter to a field, and returns a function that deletes from it or an object with such a function. */
function returnsRemover(method, program) {
  const result = returnedBy(method);
  const remover = isFunction(result) ? result : removerIn(result);
  return isFunction(remover) && removesFromField(remover.body, program);
}

function returnedBy(method) {
  const last = method.body.body?.at(-1);
  return last?.type === 'ReturnStatement' ? bare(last.argument) : null;
}

function removerIn(object) {
  if (object?.type !== 'ObjectExpression') return null;
  return object.properties.find((property) => property.type === 'Property' && ending.has(nameOf(property)))?.value ?? null;
}

function removesFromField(body, program) {
  return ['delete', 'splice'].some((name) => program.methodCallsNamed(name).some((call) => {
    const isWithin = call.range[0] >= body.range[0] && call.range[1] <= body.range[1];
    const { receiver } = calleeOf(call);
    return isWithin && isMember(receiver) && receiver.object.type === 'ThisExpression';
  }));
}
