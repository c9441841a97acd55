// Streams that are piped.

import { isSame, valueOf } from './program.js';
import { responseCallback } from './requests.js';
import { bare, calleeOf, isMethodCall, isText, textOf, wrapped } from './syntax.js';

const makers = new Set([
  'createReadStream', 'createGzip', 'createGunzip', 'createInflate', 'createDeflate', 'createUnzip', 'createBrotliCompress',
  'createBrotliDecompress', 'createCipheriv', 'createDecipheriv',
]);

/** Whether a call pipes a stream that may fail, and the file neither listens to its errors nor uses `pipeline` or `finished` for it. */
export function pipedWithoutErrors(call, program) {
  const { receiver, name } = calleeOf(call);
  if (name !== 'pipe' || receiver === null || call.arguments.length === 0) return false;
  if (isMethodCall(receiver, 'pipe')) return pipesStream(receiver, program) && !handlesErrors(receiver.arguments[0], program);
  return isStream(receiver, program) && !handlesErrors(receiver, program);
}

/** The head of a chain tells streams from observables, which have a method of this name, too. */
function pipesStream(call, program) {
  const { receiver } = calleeOf(call);
  return isMethodCall(receiver, 'pipe') ? pipesStream(receiver, program) : isStream(receiver, program);
}

function isStream(node, program) {
  return program.onceAbout(bare(node), isStream, false, () => isMadeOrReceived(node, program));
}

function isMadeOrReceived(node, program) {
  const value = valueOf(node, program);
  if (value?.type === 'CallExpression') {
    const { receiver, name } = calleeOf(value);
    const isChained = name === 'on' && receiver !== null && textOf(value.arguments[0]) !== 'error';
    return makers.has(name) || (isChained && isStream(receiver, program));
  }
  return isResponse(bare(node), program);
}

/** The response of a request of node:http. */
function isResponse(node, program) {
  const definition = node?.type === 'Identifier' ? program.variableOf(node)?.defs[0] : null;
  if (definition?.type !== 'Parameter') return false;
  const { parent } = wrapped(definition.node);
  return parent.type === 'CallExpression' && responseCallback(parent, program) === definition.node;
}

function handlesErrors(stream, program) {
  const node = bare(stream);
  if (node.type === 'CallExpression') return false;
  const listeners = ['on', 'once', 'addListener'].flatMap((name) => program.methodCallsNamed(name));
  if (listeners.some((call) => isText(call.arguments[0], 'error') && isSame(calleeOf(call).receiver, node, program))) return true;
  const guards = program.calls.filter((call) => /^(pipeline|finished)$/.test(calleeOf(call).name));
  return guards.some((call) => call.arguments.some((each) => isSame(each, node, program)));
}
