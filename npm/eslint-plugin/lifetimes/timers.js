// Timers: which calls start one, where its handle goes, and whether anything clears it.

import { functionNamed } from './classes.js';
import { exits, flagOf } from './guards.js';
import { moduleOf } from './program.js';
import { bare, findAround, functionAround, isFunction, isMember, nameOf, wrapped } from './syntax.js';

const holders = new Set(['timers', 'window', 'globalThis', 'global', 'self']);

export const isInterval = (call, program) => starts(call, 'setInterval', program) && call.arguments.length > 0;

/** Whether a call starts a timeout whose callback runs the function around it again, whatever has happened meanwhile. */
export function reschedules(call, program) {
  if (!starts(call, 'setTimeout', program)) return false;
  const around = functionAround(call);
  if (!around || isConditional(call, around, program)) return false;
  return runs(call.arguments[0], around, program);
}

function starts(call, name, program) {
  const callee = bare(call.callee);
  if (program.isGlobal(callee, name)) return true;
  if (callee.type === 'Identifier') return callee.name === name && moduleOf(callee, program) === 'timers';
  return isMember(callee) && nameOf(callee) === name && holders.has(bare(callee.object).name);
}

/** Whether a callback is a function, or does nothing before it calls it. */
function runs(argument, target, program) {
  const callback = functionNamed(argument, program);
  if (callback === target) return true;
  if (!isFunction(callback)) return false;
  const body = callback.body.type === 'BlockStatement' ? callback.body.body : [{ type: 'ExpressionStatement', expression: callback.body }];
  return body.some((statement) => {
    const call = statement.type === 'ExpressionStatement' ? unwaited(statement.expression) : null;
    return call?.type === 'CallExpression' && functionNamed(call.callee, program) === target;
  });
}

const unwaited = (node) => bare(/^(Await|Unary)Expression$/.test(node.type) ? node.argument : node);

/** Whether something decides if the timeout is started: a condition around it, a flag, or an early return before it. */
function isConditional(call, around, program) {
  for (let child = call, parent = call.parent; child !== around; child = parent, parent = parent.parent) {
    if (/^(IfStatement|ConditionalExpression|LogicalExpression|SwitchCase|CatchClause)$/.test(parent.type)) return true;
    if (parent.type === 'BlockStatement' && parent.body.slice(0, parent.body.indexOf(child)).some(mayLeave)) return true;
    if (flagOf(child, parent, program)) return true;
  }
  return false;
}

const mayLeave = ({ type, consequent, alternate }) => type === 'IfStatement' && (exits(consequent) || (alternate && exits(alternate)));

/**
 * Where the handle of a timer goes: null if it is dropped, the identifier, member or field that it is assigned to, or `elsewhere` if it
 * is returned, stored in a collection, passed on, or declared with `using`.
 */
export function handleOf(call) {
  let node = wrapped(call);
  while (isMember(node.parent) && /^(ref|unref)$/.test(nameOf(node.parent)) && node.parent.parent.type === 'CallExpression') {
    node = wrapped(node.parent.parent);
  }
  const { parent } = node;
  if (parent.type === 'ExpressionStatement' || (parent.type === 'UnaryExpression' && parent.operator === 'void')) return null;
  if (parent.type === 'VariableDeclarator' && /using/.test(parent.parent.kind)) return 'elsewhere';
  if (parent.type === 'VariableDeclarator' && parent.id.type === 'Identifier') return parent.id;
  if (parent.type === 'PropertyDefinition' && nameOf(parent) !== null) return parent;
  if (parent.type === 'AssignmentExpression' && parent.parent.type === 'ExpressionStatement') return bare(parent.left);
  return 'elsewhere';
}

/** Whether the file clears a timer, or gives its handle to code that may. */
export function isCleared(handle, program) {
  if (handle === null) return false;
  if (handle === 'elsewhere') return true;
  if (handle.type !== 'Identifier') {
    return nameOf(handle) === null || program.membersNamed(nameOf(handle)).some((member) => isHandedOver(member, handle));
  }
  const variable = program.variableOf(handle);
  return !variable || variable.references.some(({ identifier, init }) => !init && isHandedOver(identifier, handle));
}

/** Whether a use of a handle passes it to `clearInterval` or to anything else. Reading a property of it or testing it is no such use. */
function isHandedOver(node, handle) {
  if (node === handle) return false;
  const { parent } = wrapped(node);
  if (parent.type === 'AssignmentExpression' && parent.left === node) return false;
  if (isMember(parent) && parent.object === node) return /^(close|clear)$/.test(nameOf(parent)) || nameOf(parent) === '@@dispose';
  const isTested = findAround(node, (around) => around.type === 'IfStatement' && around.test === node) !== null;
  return !isTested && !/^(UnaryExpression|BinaryExpression|ExpressionStatement)$/.test(parent.type);
}

