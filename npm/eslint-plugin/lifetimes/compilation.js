// Code that is compiled while the program runs.

import { runsOnce, runsRepeatedly } from './frequency.js';
import { declarationOf, initialValue, isSame, moduleOf, valueOf } from './program.js';
import { bare, calleeOf, functionAround, returned } from './syntax.js';
import { isBounded } from './values.js';

const compilingFunctions = new Set(['compileFunction', 'createContext']);

/** Whether the value of an expression is, or contains, code that the expression compiles. */
export function compiles(expression, program, depth = 0) {
  const node = bare(expression);
  if (!node || depth > 4) return false;
  const within = (each) => compiles(each, program, depth + 1);
  switch (node.type) {
    case 'ObjectExpression':
      return node.properties.some((property) => property.type === 'Property' && within(property.value));
    case 'ArrayExpression':
      return node.elements.some((element) => element && within(element));
    case 'LogicalExpression':
      return within(node.left) || within(node.right);
    case 'NewExpression':
      return compilesWhenCreated(node, program);
    case 'CallExpression':
      return compilesWhenCalled(node, program) || returned(declarationOf(node.callee, program)).some(within);
    default:
      return false;
  }
}

function compilesWhenCreated(node, program) {
  const { name, receiver } = calleeOf(node);
  if (name === 'Script') return (receiver ? moduleOf(receiver, program) : moduleOf(node.callee, program)) === 'vm';
  return program.isGlobal(node.callee, 'Function') || (program.isGlobal(node.callee, 'RegExp') && node.arguments[0]?.type !== 'Literal');
}

function compilesWhenCalled(node, program) {
  const { name } = calleeOf(node);
  if (program.isGlobal(node.callee, 'Function') || program.isGlobal(node.callee, 'RegExp')) return true;
  return compilingFunctions.has(name) && moduleOf(node.callee, program) === 'vm';
}

/** Whether a call gives Ajv a schema made for this call. Ajv finds a schema that it knows by its identity, and keeps all others. */
export function schemaPerCall(call, program) {
  const { receiver, name } = calleeOf(call);
  if (receiver === null || !/^(compile|validate)$/.test(name)) return false;
  const maker = valueOf(receiver, program);
  if (maker?.type !== 'NewExpression' || !/^ajv(\/|$)/.test(moduleOf(maker.callee, program) ?? '')) return false;
  return isMadeHere(call.arguments[0], call, program);
}

function isMadeHere(argument, call, program) {
  const node = bare(argument);
  if (node?.type === 'ObjectExpression') return true;
  if (node?.type === 'CallExpression') return calleeOf(node).name !== 'require';
  const variable = node?.type === 'Identifier' ? program.variableOf(node) : null;
  const value = variable && initialValue(variable);
  if (!value || value.type === 'Identifier') return false;
  return functionAround(variable.defs[0].name) === functionAround(call) && isMadeHere(value, call, program);
}

/**
 * Whether `import()` or `require()` loads a module of its own each time: under a changing query, which serves no other purpose, or from a
 * file that the program has just written for this call.
 */
export function modulePerCall(node, program) {
  const source = node.type === 'ImportExpression' ? node.source : requiredFile(node);
  if (!source) return false;
  if (node.type === 'ImportExpression' && hasChangingQuery(source, program)) return !runsOnce(node, program);
  return isWritten(source, program) && runsRepeatedly(node, program);
}

function requiredFile(call) {
  const { receiver, name } = calleeOf(call);
  return receiver === null && name === 'require' ? call.arguments[0] : null;
}

function hasChangingQuery(source, program) {
  const node = valueOf(source, program);
  if (node.type !== 'TemplateLiteral') return false;
  return node.expressions.some((expression, index) => node.quasis[index].value.raw.includes('?') && !isBounded(expression, program));
}

const writing = ['writeFile', 'writeFileSync'];

function isWritten(file, program) {
  const node = bare(file);
  const isVariable = node.type === 'Identifier' && functionAround(node) !== null && !isBounded(node, program);
  return isVariable && program.calls.some((call) => writing.includes(calleeOf(call).name) && isSame(call.arguments[0], node, program));
}
