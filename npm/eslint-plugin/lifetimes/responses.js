// Responses of `fetch` and `http.get`, and the paths on which nobody reads their bodies.
//
// A response is read by a method that takes its body, and may be read by whatever gets hold of it: a function that it is passed to, an
// object that it is stored in. Looking at its status or headers reads nothing.

import { exits } from './guards.js';
import { responseCallback } from './requests.js';
import {
  bare, calleeOf, findProperty, functionAround, isInside, isMember, isMethodCall, nameOf, textOf, wrapped,
} from './syntax.js';

const metadata = new Set([
  'complete', 'headers', 'headersDistinct', 'httpVersion', 'ok', 'rawHeaders', 'redirected', 'status', 'statusCode', 'statusMessage',
  'statusText', 'type', 'url',
]);

/** `{ node, variable, name, block }` for a call of fetch whose response a variable gets, or whose response is dropped (no variable). */
export function fetchedResponse(call, program) {
  if (!program.isGlobal(call.callee, 'fetch') || hasNoBody(call.arguments[1])) return null;
  const awaited = wrapped(call).parent;
  if (awaited.type !== 'AwaitExpression') return null;
  const { parent } = wrapped(awaited);
  if (parent.type === 'ExpressionStatement') return { node: call };
  if (isMember(parent)) return metadata.has(nameOf(parent)) ? { node: call } : null;
  if (parent.type !== 'VariableDeclarator') return null;
  if (parent.id.type === 'ObjectPattern') return parent.id.properties.every(isMetadata) ? { node: call } : null;
  if (parent.id.type !== 'Identifier') return null;
  return { node: call, variable: program.variableOf(parent.id), name: parent.id.name, start: parent.parent };
}

const isMetadata = (property) => property.type === 'Property' && metadata.has(nameOf(property));

/** HEAD has no body. Options that are not written here may say so. */
function hasNoBody(options) {
  const node = bare(options);
  if (!node) return false;
  if (node.type !== 'ObjectExpression') return true;
  const method = findProperty(node, 'method');
  return method ? !/^(GET|POST|PUT|PATCH|DELETE)$/i.test(textOf(method.value) ?? '') : false;
}

/** The response that a callback of a request of node:http gets. */
export function receivedResponse(call, program) {
  const callback = responseCallback(call, program);
  const [parameter] = callback?.params ?? [];
  if (parameter?.type !== 'Identifier') return null;
  return { node: parameter, variable: program.variableOf(parameter), name: parameter.name, start: callback.body, isRequest: true };
}

/** Where a response is left unread: its own node if nothing ever reads it, the statement that leaves early, or null. */
export function leavesUnread(response, program) {
  const { node, variable, start } = response;
  if (!variable) return node;
  const readers = variable.references.filter((each) => !each.init && reads(each.identifier)).map((each) => each.identifier);
  if (readers.length === 0) return isDestroyed(response, program) ? null : node;
  const block = start.type === 'BlockStatement' ? start : start.parent;
  if (block.type !== 'BlockStatement' && block.type !== 'Program') return null;
  const following = start === block ? block.body : block.body.slice(block.body.indexOf(start) + 1);
  return earlyExit(following, variable, readers, program);
}

/** The first early exit that depends on the response, before anything has read it. */
function earlyExit(statements, variable, readers, program) {
  for (const statement of statements) {
    const isExit = statement.type === 'IfStatement' && !statement.alternate && exits(statement.consequent);
    if (isExit && mentions(statement.test, variable) && !readers.some((reader) => isInside(reader, statement))) {
      return endsRequest(statement.consequent, program) ? null : lastOf(statement.consequent);
    }
    if (readers.some((reader) => isInside(reader, statement))) return null;
  }
  return null;
}

const lastOf = (statement) => (statement.type === 'BlockStatement' ? lastOf(statement.body.at(-1)) : statement);
const mentions = (node, variable) => variable.references.some((reference) => isInside(reference.identifier, node));

/** `request.destroy()` and `controller.abort()` give up the connection, and the body with it; so does the end of the process. */
function endsRequest(statement, program) {
  return program.calls.some((call) => isInside(call, statement) && /^(abort|cancel|close|destroy|exit|skip)$/.test(calleeOf(call).name));
}

function isDestroyed({ variable, isRequest }, program) {
  const around = functionAround(variable.defs[0].name);
  return Boolean(isRequest) && endsRequest(around ?? variable.defs[0].node, program);
}

/** Whether a use of a response may read its body. */
function reads(identifier) {
  const node = wrapped(identifier);
  const { parent } = node;
  if (isMember(parent) && parent.object === node) {
    if (metadata.has(nameOf(parent))) return false;
    return !(isMethodCall(parent.parent, listening) && !readingEvents.has(textOf(parent.parent.arguments[0])));
  }
  if (parent.type === 'VariableDeclarator' && parent.id.type === 'ObjectPattern') return !parent.id.properties.every(isMetadata);
  return !/^(UnaryExpression|ExpressionStatement|IfStatement|LogicalExpression|BinaryExpression)$/.test(parent.type);
}

const listening = new Set(['on', 'once', 'setTimeout']);
const readingEvents = new Set(['data', 'readable']);
