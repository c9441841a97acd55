// When a function that is passed to a call runs: again and again, or at most as often as the call itself.
// These are the conventions of Node's API and of the usual frameworks; a name that is in neither list says nothing.

import { bare, calleeOf, isFunction, nameOf, textOf } from './syntax.js';

const registersListener = new Set(['on', 'addListener', 'prependListener', 'addEventListener']);

/** Events that an object emits at most once, or a few times in its life. What listens to them does not run per request. */
const finalEvents = new Set([
  'abort', 'beforeExit', 'close', 'connect', 'disconnect', 'drain', 'end', 'error', 'exit', 'finish', 'listening', 'load', 'open', 'ready',
  'secureConnect', 'spawn', 'uncaughtException', 'unhandledRejection',
]);

/** The parts of an input that ends: a file, a table, the output of another program. They come as often as the input is read. */
const parts = new Set(['data', 'entry', 'file', 'line', 'match', 'readable', 'record', 'row']);

/** Calls of which a request, a message or a tick is the occasion. */
const runsAgain = new Set(['createServer', 'createSecureServer', 'setInterval', 'addHook', 'consume', 'schedule']);

/** Methods of routers: their first argument is a path, or they take nothing but functions. */
const routes = new Set(['all', 'delete', 'get', 'head', 'options', 'patch', 'post', 'put', 'use']);

/** Properties of an options object whose functions handle requests or messages: fastify, kafkajs, Bun, workers. */
const handlerProperties = new Set(['handler', 'fetch', 'eachMessage', 'eachBatch']);

const runsWithTheCall = new Set([
  'after', 'afterAll', 'afterEach', 'before', 'beforeAll', 'beforeEach', 'describe', 'it', 'test',
  'apply', 'call', 'catch', 'finally', 'listen', 'nextTick', 'once', 'queueMicrotask', 'setImmediate', 'setTimeout', 'then',
  'every', 'filter', 'find', 'findIndex', 'findLast', 'flatMap', 'forEach', 'from', 'map', 'reduce', 'reduceRight', 'replace', 'replaceAll',
  'some', 'sort',
]);

/** Whether a call runs the function that is its argument again and again: on events, requests, ticks. */
export function registersHandler(call, argument) {
  const { receiver, name } = calleeOf(call);
  if (name === null) return false;
  if (receiver && registersListener.has(name)) return call.arguments[1] === argument && !isLimitedEvent(textOf(call.arguments[0]));
  if (receiver && routes.has(name)) return isRoute(call, argument);
  return runsAgain.has(name);
}

/** Whether a call registers the handler of requests, which runs often and is independent of where it was created. */
export function registersRequestHandler(call, argument) {
  const { receiver, name } = calleeOf(call);
  if (receiver && routes.has(name)) return isRoute(call, argument);
  if (receiver && name === 'on') return textOf(call.arguments[0]) === 'request';
  return name === 'createServer' || name === 'createSecureServer' || name === 'addHook';
}

export const isHandlerProperty = (property) => handlerProperties.has(nameOf(property));

/** Whether a function that is an argument runs at most a few times for each time that the call is made. */
export function runsOnlyWithTheCall(call, argument) {
  const { receiver, name } = calleeOf(call);
  if (call.type === 'NewExpression') return name === 'Promise';
  if (receiver && registersListener.has(name)) return isLimitedEvent(textOf(call.arguments[0])) && call.arguments[1] === argument;
  return runsWithTheCall.has(name);
}

/** Whether the parameters are those of a handler: `(request, response)`, `(req, res, next)`, `(ctx, next)`, `(request, reply)`. */
export function hasHandlerParameters(node) {
  const names = node.params.map((parameter) => (parameter.type === 'Identifier' ? parameter.name.replace(/^_/, '') : ''));
  if (/^(err|error)$/.test(names[0]) && names.length === 4) names.shift();
  return /^(req|request|ctx|context)$/.test(names[0]) && /^(res|response|reply|next|rep)$/.test(names[1]);
}

function isRoute(call, argument) {
  const [first] = call.arguments;
  const isPath = textOf(first)?.match(/^[/*]/) || (first.type === 'Literal' && first.regex) || first.type === 'TemplateLiteral';
  if (isPath) return argument !== first;
  return call.arguments.every((each) => isFunction(bare(each)) || bare(each).type === 'Identifier') && calleeOf(call).name === 'use';
}

const isLimitedEvent = (event) => event !== null && (finalEvents.has(event) || parts.has(event) || /^SIG[A-Z0-9]+$/.test(event));
