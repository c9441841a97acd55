// The containers of a file: Maps, Sets, arrays and objects in variables, in fields of classes, and in properties of single objects.

import { findField, instanceClass } from './classes.js';
import { withUses } from './entries.js';
import { definitionOf, isExported, initialValue } from './program.js';
import { containersInRecord } from './records.js';
import { bare, calleeOf, isClass, isFunction, isMember, nameOf } from './syntax.js';

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
      yield* containersInRecord(variable, kindOf, program);
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
