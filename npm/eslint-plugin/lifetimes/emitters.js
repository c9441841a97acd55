// Registrations of listeners, and what removes them again.

import { findMethod, instanceClass } from './classes.js';
import { isForNewOnly } from './guards.js';
import { isConnectionOfRequest, outlives } from './longevity.js';
import { declarationOf, isSame, moduleOf, valueOf } from './program.js';
import {
  bare, calleeOf, findProperty, functionAround, isFunction, isInside, isMember, isMethodCall, isNumber, isText, nameOf, textOf, wrapped,
} from './syntax.js';

const adding = new Set(['on', 'addListener', 'prependListener', 'once', 'prependOnceListener', 'addEventListener']);
const addingOnce = new Set(['once', 'prependOnceListener']);
const removing = new Set(['off', 'removeListener', 'removeEventListener', 'removeAllListeners']);

/**
 * What a call registers, or null if it registers no listener: `{ call, method, emitter, event, listener, options, isOnce }`.
 * A method of the program's own class that happens to be called `on` is no registration.
 */
export function registrationOf(call, program) {
  if (!isMethodCall(call, adding)) return null;
  const { receiver, name } = calleeOf(call);
  const [event, listener, options] = call.arguments;
  if (!listener || !isListener(bare(listener), program) || isOwnMethod(receiver, name, program)) return null;
  const isOnce = addingOnce.has(name) || (name === 'addEventListener' && bare(findProperty(options, 'once')?.value)?.value === true);
  return { call, method: name, emitter: receiver, event, listener: bare(listener), options: options && bare(options), isOnce };
}

function isListener(node, program) {
  if (isFunction(node) || isMember(node) || isMethodCall(node, 'bind') || node.type === 'CallExpression') return true;
  const value = valueOf(node, program);
  return node.type === 'Identifier' && (value.type === 'Identifier' || isListener(value, program));
}

function isOwnMethod(receiver, name, program) {
  const owner = instanceClass(receiver, program);
  return owner !== null && findMethod(owner, name) !== null;
}

/** Whether the file removes a listener again, gives it to code that may, or adds it only once to each emitter. */
export function isRemoved(registration, program) {
  const { options, listener } = registration;
  const mayCarrySignal = options && (options.type !== 'ObjectExpression' || findProperty(options, 'signal'));
  if (mayCarrySignal && registration.method === 'addEventListener' && !isCapture(options)) return true;
  if (isGivenAway(listener, registration.call, program) || isForNewOnly(registration.call, program)) return true;
  return program.calls.some((call) => isMethodCall(call, removing) && removes(call, registration, program));
}

/** The third parameter was a boolean before it was an object. */
const isCapture = (options) => options.type === 'Literal';

function removes(call, { emitter, event, listener }, program) {
  const { receiver, name } = calleeOf(call);
  const [removedEvent, removed] = call.arguments;
  const isSameEmitter = isSame(valueOf(receiver, program), valueOf(emitter, program), program);
  if (name === 'removeAllListeners') return isSameEmitter || lastName(receiver) === lastName(emitter);
  if (!removed || !mayBeSameEvent(removedEvent, event)) return false;
  if (isFunction(bare(removed)) || isMethodCall(bare(removed), 'bind')) return false; // Another function than the one that was added.
  if (isSame(removed, listener, program)) return true;
  if (isMember(listener) && isMember(bare(removed))) return nameOf(listener) === nameOf(bare(removed));
  return isSameEmitter && !isFunction(listener) && declarationOf(removed, program) === null;
}

const lastName = (node) => (isMember(node) ? nameOf(node) : node.name);

function mayBeSameEvent(one, other) {
  return textOf(one) === null || textOf(other) === null || textOf(one) === textOf(other);
}

/** Whether a listener that is a variable is also returned, stored, or passed to another function, which may remove it. */
function isGivenAway(listener, call, program) {
  if (listener.type !== 'Identifier') return false;
  const variable = program.variableOf(listener);
  if (!variable || variable.defs[0]?.type === 'Parameter') return false;
  return variable.references.some(({ identifier, init }) => {
    if (init || identifier === listener || !isInside(identifier, functionAround(call) ?? program.sourceCode.ast)) return false;
    const { parent } = identifier;
    if (isMethodCall(parent, adding) || isMethodCall(parent, removing)) return false;
    if (parent.type === 'CallExpression') return parent.callee !== identifier;
    return /^(ReturnStatement|Property|AssignmentExpression|ArrayExpression)$/.test(parent.type);
  });
}

/** Where Node's own emitters come from, as far as a file shows. */
const emitterModules = new Set(['events', 'node:events']);
const emitterMakers = new Set([
  'createServer', 'createSecureServer', 'createReadStream', 'createWriteStream', 'connect', 'createConnection', 'spawn', 'fork', 'exec',
]);

/** Whether an expression is certainly one of Node's EventEmitters. */
export function isNodeEmitter(expression, program) {
  const node = valueOf(expression, program);
  if (program.isGlobal(node, 'process')) return true;
  if (isMember(node)) return program.isGlobal(node.object, 'process') && /^std(in|out|err)$/.test(nameOf(node));
  if (node?.type === 'NewExpression') return isEmitterClass(node.callee, program);
  if (node?.type === 'CallExpression') return emitterMakers.has(calleeOf(node).name) && moduleOf(node.callee, program) !== null;
  const owner = node?.type === 'ThisExpression' ? instanceClass(node, program) : null;
  return Boolean(owner?.superClass) && isEmitterClass(owner.superClass, program);
}

function isEmitterClass(node, program, steps = 0) {
  if (emitterModules.has(moduleOf(node, program))) return true;
  const declaration = declarationOf(node, program);
  return Boolean(declaration?.superClass) && steps < 8 && isEmitterClass(declaration.superClass, program, steps + 1);
}

/** The number of listeners that `setMaxListeners` or `defaultMaxListeners` allows if the warning is off: 0 or Infinity. */
export const isUnlimited = (node) => isNumber(bare(node), 0) || bare(node)?.name === 'Infinity'
  || (isMember(bare(node)) && nameOf(bare(node)) === 'POSITIVE_INFINITY');

/**
 * What outlives the call that registers a listener: `listener` for an emitter of the program, `connection` for the socket of a request or
 * of an agent, which later requests use again; null if the emitter may be gone with the call.
 */
export function outlivedBy({ emitter, call }, program) {
  if (outlives(emitter, call, program)) return 'listener';
  return isConnectionOfRequest(emitter, program) || isPooledSocket(emitter, program) ? 'connection' : null;
}

/** `request.on('socket', (socket) => …)`: the socket of a keep-alive agent. */
function isPooledSocket(emitter, program) {
  const definition = emitter.type === 'Identifier' ? program.variableOf(emitter)?.defs[0] : null;
  if (definition?.type !== 'Parameter') return false;
  const { parent } = wrapped(definition.node);
  return isMethodCall(parent, adding) && isText(parent.arguments[0], 'socket') && parent.arguments[1] === definition.node;
}

/** Whether an event of the process comes when it ends, so that `once` removes the listener too late. */
export function waitsForTheEnd({ emitter, event }, program) {
  return program.isGlobal(emitter, 'process') && /^(exit|beforeExit|disconnect|SIG[A-Z0-9]+)$/.test(textOf(event) ?? '');
}
