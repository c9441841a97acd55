// Requests that the program makes with node:http, and the callbacks that get their responses.

import { moduleOf, valueOf } from './program.js';
import { bare, calleeOf, findProperty, isFunction, isMethodCall, isText } from './syntax.js';

const waiting = new Set(['on', 'once', 'addListener']);

/** The callback that gets the response: `http.get(url, callback)`, or `request.on('response', callback)`. Null for other calls. */
export function responseCallback(call, program) {
  const callback = bare(call.arguments.at(-1));
  if (!isFunction(callback)) return null;
  const isEvent = isMethodCall(call, waiting) && isText(call.arguments[0], 'response');
  const request = isEvent ? valueOf(calleeOf(call).receiver, program) : call;
  return isRequest(request, program) && !isHead(request) ? callback : null;
}

function isRequest(node, program) {
  if (node?.type !== 'CallExpression' || !/^(get|request)$/.test(calleeOf(node).name)) return false;
  return /^https?$/.test(moduleOf(node.callee, program) ?? '');
}

/** HEAD asks for no body. */
const isHead = (request) => request.arguments.some((options) => isText(findProperty(options, 'method')?.value, 'HEAD'));
