// Whether an expression takes a limited number of values however often it is evaluated. A table with such keys cannot grow without end.
//
// A small abstract interpretation: constants, remainders, comparisons and elements of constant tables are bounded; an operation is bounded
// if its operands are; a parameter is bounded if its arguments are in all calls that the file shows. Everything else is not.

import { declarationOf, definitionOf, initialValue, laterWrites, valueOf } from './program.js';
import { bare, calleeOf, findProperty, functionAround, isFunction, isMember, isMethodCall, nameOf, wrapped } from './syntax.js';
import { usesOf } from './uses.js';

/** Properties of requests, responses and errors that have a few values by their nature. */
const boundedProperties = new Set(['constructor', 'httpVersion', 'level', 'method', 'routerPath', 'status', 'statusCode', 'type']);

/** Methods whose result is determined by what they are called on. */
const pure = new Set(['charAt', 'toLowerCase', 'toString', 'toUpperCase', 'trim', 'valueOf', 'padStart', 'slice']);
const pureFunctions = new Set(['Boolean', 'Number', 'String', 'Symbol']);

const boundedOperators = new Set(['%', '==', '===', '!=', '!==', '<', '<=', '>', '>=', 'in', 'instanceof']);

/** A value that is made of itself (`n = n + 1`) is not bounded. */
export function isBounded(expression, program) {
  const node = bare(expression);
  return Boolean(node) && program.onceAbout(node, isBounded, false, () => evaluatesToFew(node, program));
}

function evaluatesToFew(node, program) {
  const all = (nodes) => nodes.every((each) => isBounded(each, program));
  switch (node.type) {
    case 'Literal':
      return true;
    case 'ThisExpression':
      return false;
    case 'TemplateLiteral':
      return all(node.expressions);
    case 'UnaryExpression':
      return /^(typeof|!|void)$/.test(node.operator) || all([node.argument]);
    case 'BinaryExpression':
      return boundedOperators.has(node.operator) || all([node.left, node.right]);
    case 'LogicalExpression':
      return all([node.left, node.right]);
    case 'ConditionalExpression':
      return all([node.consequent, node.alternate]);
    case 'SequenceExpression':
      return all([node.expressions.at(-1)]);
    case 'Identifier':
      return isBoundedVariable(node, program);
    case 'MemberExpression':
      return boundedProperties.has(nameOf(node)) || isSetting(node, program) || isBoundedMember(node, program);
    case 'CallExpression':
      return isBoundedCall(node, program);
    default:
      return isFunction(node) && functionAround(node) === null;
  }
}

/** Members of `process.env` and `import.meta` are settings of one run, and routes (`request.route.path`) are those of the program. */
function isSetting(node, program) {
  const object = bare(node.object);
  if (isMember(object) && /^route(Options)?$/.test(nameOf(object))) return true;
  if (isMember(object)) return program.isGlobal(object.object, 'process');
  return object.type === 'MetaProperty' || program.isGlobal(object, 'process');
}

function isBoundedCall(call, program) {
  const { receiver, name } = calleeOf(call);
  if (receiver && pure.has(name)) return isBounded(receiver, program);
  if (receiver && name === 'extname') return true;
  return receiver === null && pureFunctions.has(name) && isBounded(call.arguments[0], program);
}

function isBoundedVariable(identifier, program) {
  const variable = program.variableOf(identifier);
  const definition = definitionOf(variable);
  if (!definition) return /^(undefined|NaN|Infinity|__filename|__dirname)$/.test(identifier.name);
  if (definition.type === 'ImportBinding') return true;
  if (definition.type === 'FunctionName' || definition.type === 'ClassName') return functionAround(definition.node) === null;
  if (definition.type === 'Parameter') return laterWrites(variable).length === 0 && isBoundedParameter(definition, program);
  const loop = definition.node.parent?.parent;
  if (loop?.type === 'ForOfStatement' && loop.left === definition.node.parent) return hasBoundedElements(loop.right, program);
  return laterWrites(variable).length === 0 && isBounded(initialValue(variable), program);
}

/** Whether the arguments for a parameter are bounded in all calls of the file. Other files are taken to call it alike. */
function isBoundedParameter({ node: owner, name }, program) {
  const index = owner.params.indexOf(name);
  if (index < 0) return false;
  const uses = usesOf(owner, program).filter((use) => use.kind !== 'unknown');
  return uses.length > 0 && uses.every((use) => {
    if (use.kind !== 'at') return false;
    if (use.call) return isBounded(use.call.arguments[index], program);
    const isElement = index === 0 && isMethodCall(use.place, iterating);
    return isElement && hasBoundedElements(calleeOf(use.place).receiver, program);
  });
}

const iterating = new Set(['every', 'filter', 'find', 'flatMap', 'forEach', 'map', 'some']);

/** A named member of an object literal is as bounded as its value; an element under any other key, as all elements are. */
function isBoundedMember(member, program) {
  const property = findProperty(valueOf(member.object, program), nameOf(member));
  return property ? isBounded(property.value, program) : hasBoundedElements(member.object, program);
}

/** Whether the elements of a list or table are bounded: a constant one, one filled by a function, `Object.keys` of a constant. */
function hasBoundedElements(expression, program) {
  const node = bare(expression);
  return Boolean(node) && program.onceAbout(node, hasBoundedElements, false, () => listsFew(node, program));
}

function listsFew(node, program) {
  switch (node.type) {
    case 'ArrayExpression':
      return node.elements.every((each) => each && each.type !== 'SpreadElement' && (isOfFile(node) || isBounded(each, program)));
    case 'ObjectExpression':
      return isOfFile(node) && node.properties.length > 0;
    case 'Identifier': {
      const variable = program.variableOf(node);
      if (!variable || laterWrites(variable).length > 0 || isChanged(variable)) return false;
      return hasBoundedElements(initialValue(variable), program);
    }
    case 'CallExpression':
      return isBoundedList(node, program);
    case 'NewExpression':
      return /^(Map|Set)$/.test(node.callee.name) && hasBoundedElements(node.arguments[0], program);
    default:
      return false;
  }
}

function isBoundedList(call, program) {
  const { receiver, name } = calleeOf(call);
  const isOfObject = receiver?.name === 'Object' && /^(freeze|keys|values|entries)$/.test(name);
  if (isOfObject) return hasBoundedElements(call.arguments[0], program);
  if (receiver?.name !== 'Array' || name !== 'from' || !call.arguments[1]) return false;
  const filler = declarationOf(call.arguments[1], program);
  return filler?.body !== undefined && filler.body.type !== 'BlockStatement' && isBounded(filler.body, program);
}

/** A literal outside of functions is evaluated once, whatever it consists of. */
const isOfFile = (node) => functionAround(node) === null;

/** Whether a constant list is added to after all. */
function isChanged(variable) {
  return variable.references.some(({ identifier }) => {
    const member = wrapped(identifier).parent;
    if (!isMember(member) || bare(member.object) !== identifier) return false;
    const { parent } = wrapped(member);
    if (parent.type === 'CallExpression') return /^(push|unshift|splice|set|add)$/.test(nameOf(member));
    return parent.type === 'AssignmentExpression' && parent.left === member;
  });
}

/** Whether an expression is put together from something that changes from call to call: a template, a sum of strings, a generated id. */
export function isComputed(expression, program) {
  const node = bare(expression);
  if (isBounded(node, program)) return false;
  switch (node.type) {
    case 'TemplateLiteral':
    case 'CallExpression':
      return true;
    case 'BinaryExpression':
      return node.operator === '+';
    case 'Identifier': {
      const variable = program.variableOf(node);
      const value = variable && initialValue(variable);
      return Boolean(value) && functionAround(variable.defs[0].name) !== null && value.type !== 'Identifier' && isComputed(value, program);
    }
    default:
      return false;
  }
}

