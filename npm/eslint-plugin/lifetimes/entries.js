// What the uses of a container do to its entries: add, remove, limit their number, look them up, or give the container to other code.

import { bare, calleeOf, functionAround, isMember, isNumber, nameOf, wrapped } from './syntax.js';

const adding = {
  Map: new Set(['set']),
  Set: new Set(['add']),
  array: new Set(['push', 'unshift']),
  object: new Set(),
  nested: new Set(['set', 'add', 'push', 'unshift']),
};
const removing = new Set(['clear', 'delete', 'pop', 'shift', 'splice']);
const readingByKey = new Set(['get', 'has', 'hasOwnProperty']);

/** Functions that look at a container and do not keep it. */
const observers = new Set([
  'Array.from', 'Array.isArray', 'JSON.stringify', 'Math.max', 'Math.min', 'Object.entries', 'Object.hasOwn', 'Object.keys',
  'Object.values', 'util.inspect',
]);

/** A container with what its uses do. */
export function withUses(holder) {
  const found = { ...holder, additions: [], keyedReads: [], isReduced: false, isLimited: false, escapes: !holder.isVisible };
  for (const use of holder.uses) addUse(found, use);
  for (const other of holder.others ?? []) addForeignUse(found, other);
  return found;
}

/** A member of the same name of an object that the file does not explain may be the container: only what would remove entries counts. */
function addForeignUse(found, member) {
  const { parent } = wrapped(member);
  if (isMember(parent) && removing.has(nameOf(parent))) found.isReduced = true;
}

function addUse(found, use) {
  const node = wrapped(use);
  const { parent } = node;
  if (isMember(parent) && parent.object === node) return addMemberUse(found, parent);
  if (found.isFunction) return undefined;
  switch (parent.type) {
    case 'AssignmentExpression':
      return parent.left === node ? addReplacement(found, parent) : escape(found);
    case 'BinaryExpression':
      if (parent.operator === 'in' && parent.right === node) found.keyedReads.push(parent);
      return undefined;
    case 'CallExpression':
    case 'NewExpression':
      return isObserver(parent) ? undefined : escape(found);
    case 'VariableDeclarator':
      return parent.id.type === 'Identifier' ? escape(found) : undefined;
    case 'ForOfStatement':
    case 'ForInStatement':
    case 'SpreadElement':
    case 'TemplateLiteral':
    case 'UnaryExpression':
    case 'IfStatement':
    case 'ExpressionStatement':
      return undefined;
    default:
      return escape(found);
  }
}

function escape(found) {
  found.escapes = true;
}

function addMemberUse(found, member) {
  const name = nameOf(member);
  const node = wrapped(member);
  const { parent } = node;
  if (parent.type === 'CallExpression' && bare(parent.callee) === member) return addMethodCall(found, name, parent);
  if (!found.isFunction && (name === 'size' || name === 'length')) return addSizeUse(found, node);
  if (parent.type === 'UnaryExpression' && parent.operator === 'delete') found.isReduced = true;
  if (name !== null) return undefined;
  const isWritten = (parent.type === 'AssignmentExpression' && parent.left === node) || parent.type === 'UpdateExpression';
  if (isWritten) addElement(found, member, parent);
  if (!isWritten || parent.operator !== '=') found.keyedReads.push(member);
  return undefined;
}

function addMethodCall(found, name, call) {
  if (name === null) escape(found);
  else if (adding[found.kind].has(name)) addAddition(found, name, call);
  else if (removing.has(name)) found.isReduced = true;
  else if (readingByKey.has(name) && found.kind !== 'Set') found.keyedReads.push(call);
}

function addAddition(found, name, call) {
  const [first, second] = call.arguments;
  if (!first) return;
  if (name === 'push' || name === 'unshift') found.additions.push({ node: call, key: null, value: first });
  else found.additions.push({ node: call, key: first, value: second ?? first });
}

function addElement(found, member, parent) {
  const value = parent.type === 'AssignmentExpression' ? parent.right : parent;
  if (found.kind !== 'array') found.additions.push({ node: parent, key: member.property, value });
  else if (isMember(member.property) && nameOf(member.property) === 'length') found.additions.push({ node: parent, key: null, value });
  else found.isLimited = true; // An index says nothing about whether the array grows.
}

/** `list = [...list, entry]` adds, as does `list = list.concat(entry)`; any other assignment starts again or drops entries. */
function addReplacement(found, assignment) {
  const right = bare(assignment.right);
  const [first] = right.elements ?? right.properties ?? [];
  const isExtended = first?.type === 'SpreadElement' && first.argument.name !== undefined && first.argument.name === assignment.left.name;
  if (isExtended) found.additions.push({ node: assignment, key: null, value: right });
  else if (functionAround(assignment) !== null && functionAround(assignment).parent.kind !== 'constructor') found.isReduced = true;
}

/** A size that is compared with anything but zero limits the number of entries, and so does one that is written. */
function addSizeUse(found, node) {
  const { parent } = node;
  if (parent.type === 'AssignmentExpression' && parent.left === node) found.isReduced = true;
  if (parent.type !== 'BinaryExpression' || !/^([<>]=?|[=!]==?|%)$/.test(parent.operator)) return;
  const other = bare(parent.left === node ? parent.right : parent.left);
  if (!isNumber(other, 0)) found.isLimited = true;
}

function isObserver(call) {
  const { receiver, name } = calleeOf(call);
  if (call.type === 'NewExpression') return /^(Map|Set|Array)$/.test(name);
  return observers.has(receiver ? `${receiver.name}.${name}` : name) || (receiver?.name === 'console');
}
