// Which class of the file an expression is an instance of, and where its methods are called.

import { declarationOf, definitionOf, initialValue, laterWrites } from './program.js';
import { bare, calleeOf, classAround, isClass, isFunction, isMember, nameOf } from './syntax.js';

/** The class of this file that the value of an expression is an instance of, as far as the file shows; otherwise null. */
export function instanceClass(node, program) {
  node = bare(node);
  switch (node?.type) {
    case 'ThisExpression':
      return classAround(node);
    case 'NewExpression':
      return classNamed(node.callee, program);
    case 'Identifier':
      return classOfVariable(program.variableOf(node), program);
    case 'MemberExpression':
      return classOfField(node, program);
    default:
      return null;
  }
}

/** All `instance.name` of the file, for instances of a class or of one that extends it. */
export function methodCalls(owner, name, program) {
  return program.membersNamed(name).filter((member) => {
    const object = bare(member.object);
    return inherits(instanceClass(object, program), owner, program) || classNamed(object, program) === owner;
  });
}

/** The definition of a field of a class: a class field, or a parameter of the constructor with an access modifier. */
export function findField(owner, name) {
  return owner.body.body.find((each) => /^(PropertyDefinition|AccessorProperty)$/.test(each.type) && nameOf(each) === name) ?? null;
}

export function findMethod(owner, name) {
  return owner.body.body.find((each) => each.type === 'MethodDefinition' && nameOf(each) === name) ?? null;
}

/** The function that an expression names: a variable, a method as `this.tick`, or either of them bound. */
export function functionNamed(argument, program) {
  const node = bare(argument);
  if (node?.type === 'CallExpression') return calleeOf(node).name === 'bind' ? functionNamed(calleeOf(node).receiver, program) : null;
  if (node?.type === 'Identifier' || isFunction(node)) return declarationOf(node, program);
  const owner = isMember(node) ? instanceClass(node.object, program) : null;
  return owner === null ? null : (findMethod(owner, nameOf(node)) ?? findField(owner, nameOf(node)))?.value ?? null;
}

function classNamed(node, program) {
  const declaration = declarationOf(node, program);
  return isClass(declaration) ? declaration : null;
}

function inherits(owner, base, program) {
  for (let steps = 0; owner && steps < 8; steps++) {
    if (owner === base) return true;
    owner = owner.superClass ? classNamed(owner.superClass, program) : null;
  }
  return false;
}

function classOfVariable(variable, program) {
  if (!variable) return null;
  const values = [initialValue(variable), ...laterWrites(variable).map((write) => bare(write.writeExpr))];
  return values.map((value) => createdClass(value, program)).find(Boolean) ?? annotatedClass(definitionOf(variable)?.name, program);
}

function classOfField(member, program) {
  const name = nameOf(member);
  const owner = name === null ? null : instanceClass(member.object, program);
  if (!owner) return null;
  const field = findField(owner, name);
  const values = [field?.value, ...assignmentsTo(owner, name, program)];
  const created = values.map((value) => createdClass(value, program)).find(Boolean);
  return created ?? annotatedClass(field ?? parameterProperty(owner, name), program);
}

/** What methods of a class assign to `this.name`. */
export function assignmentsTo(owner, name, program) {
  return program.membersNamed(name)
    .filter((member) => member.object.type === 'ThisExpression' && classAround(member) === owner)
    .filter((member) => member.parent.type === 'AssignmentExpression' && member.parent.left === member)
    .map((member) => bare(member.parent.right));
}

const createdClass = (value, program) => (bare(value)?.type === 'NewExpression' ? classNamed(bare(value).callee, program) : null);

function parameterProperty(owner, name) {
  const parameters = findMethod(owner, 'constructor')?.value.params ?? [];
  return parameters.find((each) => each.type === 'TSParameterProperty' && each.parameter.name === name)?.parameter ?? null;
}

function annotatedClass(node, program) {
  const type = node?.typeAnnotation?.typeAnnotation;
  return type?.type === 'TSTypeReference' && type.typeName.type === 'Identifier' ? classNamed(type.typeName, program) : null;
}

export const isField = (node) => isMember(node) && bare(node.object).type === 'ThisExpression';
