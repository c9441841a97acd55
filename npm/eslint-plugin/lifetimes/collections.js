// Containers and what a file does with them: what adds entries, what removes them or limits their number, what reads them by key, and
// whether a container is given to code that is not in the file.

import { findField, instanceClass } from './classes.js';
import { definitionOf, isExported, initialValue } from './program.js';
import { bare, calleeOf, functionAround, isClass, isFunction, isMember, isNumber, nameOf, wrapped } from './syntax.js';

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

/**
 * All containers of a file that are variables or fields, each with `name`, `kind` (Map, Set, array, object), `variable` or `owner` (the
 * class of a field), and its uses: `additions` ({ node, key, value }), `keyedReads`, `isReduced`, `isLimited`, `escapes`.
 */
export function collectionsOf(program) {
  return program.once(collectionsOf, () => [...variablesOf(program), ...fieldsOf(program)].map(withUses));
}

function* variablesOf(program) {
  for (const scope of program.sourceCode.scopeManager.scopes) {
    for (const variable of scope.variables) {
      const kind = kindOf(initialValue(variable)) ?? (isFunction(declaredFunction(variable)) ? 'object' : null);
      if (kind === null) continue;
      const uses = variable.references.filter((reference) => !reference.init).map((reference) => reference.identifier);
      const isFunctionTable = declaredFunction(variable) !== null;
      yield { name: variable.name, kind, variable, uses, isFunction: isFunctionTable, isVisible: !isExportedVariable(variable) };
    }
  }
}

/** A function can be a table too: `parse[query] = …`. */
function declaredFunction(variable) {
  const definition = definitionOf(variable);
  return definition?.type === 'FunctionName' && definition.node.type === 'FunctionDeclaration' ? definition.node : null;
}

const isExportedVariable = (variable) => isExported(variable.defs[0].type === 'Variable' ? variable.defs[0].name : variable.defs[0].node);

function* fieldsOf(program) {
  for (const owner of program.classes) {
    for (const { name, kind, isStatic } of containersIn(owner)) {
      const members = program.membersNamed(name);
      const uses = members.filter((member) => isOf(owner, member, isStatic, program));
      const others = members.filter((member) => !uses.includes(member) && !instanceClass(member.object, program));
      const isPrivate = name.startsWith('#') || name.startsWith('_') || findField(owner, name)?.accessibility === 'private';
      const fullName = `${isStatic ? owner.id?.name : 'this'}.${name}`;
      yield { name: fullName, kind, owner, isStatic, uses, others, isVisible: isPrivate || !isExported(owner) };
    }
  }
}

function* containersIn(owner) {
  for (const field of owner.body.body) {
    const kind = field.type === 'PropertyDefinition' ? kindOf(bare(field.value)) : null;
    if (kind !== null && nameOf(field) !== null) yield { name: nameOf(field), kind, isStatic: field.static };
  }
  for (const { left, right } of assignmentsInConstructor(owner)) {
    const kind = kindOf(bare(right));
    const field = findField(owner, nameOf(left));
    if (kind !== null && !kindOf(bare(field?.value))) yield { name: nameOf(left), kind, isStatic: false };
  }
}

function assignmentsInConstructor(owner) {
  const constructor = owner.body.body.find((each) => each.kind === 'constructor' && each.value.body);
  return (constructor?.value.body.body ?? [])
    .filter(({ type, expression }) => type === 'ExpressionStatement' && expression.type === 'AssignmentExpression')
    .map((statement) => statement.expression)
    .filter(({ left }) => isMember(left) && left.object.type === 'ThisExpression' && nameOf(left) !== null);
}

function isOf(owner, member, isStatic, program) {
  const object = bare(member.object);
  if (isStatic && object.type === 'Identifier') return program.variableOf(object)?.defs[0]?.node === owner;
  const found = instanceClass(object, program);
  return found === owner || (found !== null && isClass(found) && program.variableOf(bare(found.superClass))?.defs[0]?.node === owner);
}

/** What kind of container an expression creates, or null. */
function kindOf(value) {
  if (value?.type === 'ArrayExpression') return 'array';
  if (value?.type === 'ObjectExpression') return 'object';
  if (value?.type === 'NewExpression') {
    const { name } = value.callee;
    if (name === 'Array') return value.arguments.length === 0 ? 'array' : null;
    return name === 'Map' || name === 'Set' ? name : null;
  }
  const isTable = value?.type === 'CallExpression' && calleeOf(value).receiver?.name === 'Object' && calleeOf(value).name === 'create';
  return isTable && value.arguments.length === 1 ? 'object' : null;
}

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
