// What a file does with a function or a class. A use is one of
//   { kind: 'at', place, call? }       called (or instantiated) by the code at a place
//   { kind: 'with', owner }            runs when a class is instantiated
//   { kind: 'handler', isRequest }     registered to run again and again
//   { kind: 'unknown', escapes? }      exported, stored, or passed to code that is not in the file

import { isHandlerProperty, registersHandler, registersRequestHandler, runsOnlyWithTheCall } from './callbacks.js';
import { methodCalls } from './classes.js';
import { isExported } from './program.js';
import { bare, functionAround, isClass, isMember, nameOf, wrapped } from './syntax.js';

const unknown = { kind: 'unknown' };
const escape = { kind: 'unknown', escapes: true };

export function usesOf(node, program) {
  return program.onceAbout(node, usesOf, [], () => (isClass(node) ? usesOfClass(node, program) : usesOfFunction(node, program)));
}

/** The `new` expressions of a class in the file, and whether other files can create instances too. */
export function creationsOf(owner, program) {
  const uses = usesOf(owner, program);
  return {
    creations: uses.filter((use) => use.kind === 'at').map((use) => use.place),
    isKnown: uses.every((use) => use.kind === 'at'),
  };
}

function usesOfFunction(node, program) {
  const { parent } = node;
  if (/^(MethodDefinition|PropertyDefinition|AccessorProperty)$/.test(parent.type)) return usesOfMethod(parent, program);
  if (node.type !== 'FunctionDeclaration') return usesOfValue(node, program);
  const exported = isExported(node) ? [unknown] : [];
  return node.id ? [...exported, ...usesOfVariable(program.variableOf(node.id), program)] : exported;
}

/** What happens to an expression whose value is the function. */
function usesOfValue(expression, program) {
  const node = wrapped(expression);
  const { parent } = node;
  switch (parent.type) {
    case 'CallExpression':
    case 'NewExpression':
      return parent.callee === node ? [{ kind: 'at', place: parent, call: parent }] : [useOfArgument(parent, node)];
    case 'MemberExpression':
      return parent.object === node ? usesOfMember(parent, program) : [];
    case 'VariableDeclarator':
      if (parent.id.type !== 'Identifier') return [unknown];
      return [...(isExported(node) ? [unknown] : []), ...usesOfVariable(program.variableOf(parent.id), program)];
    case 'AssignmentExpression':
      if (parent.right !== node) return [];
      return parent.left.type === 'Identifier' ? usesOfVariable(program.variableOf(parent.left), program) : [unknown];
    case 'Property':
      return usesOfProperty(parent, program);
    case 'ReturnStatement':
    case 'ArrowFunctionExpression':
      return usesOfResult(functionAround(node), program);
    case 'ConditionalExpression':
    case 'LogicalExpression':
      return parent.test === node ? [] : usesOfValue(parent, program);
    case 'ExpressionStatement':
    case 'UnaryExpression':
    case 'BinaryExpression':
      return [];
    default:
      return [unknown];
  }
}

function usesOfVariable(variable, program) {
  if (!variable) return [unknown];
  return program.onceAbout(variable, usesOfVariable, [], () => variable.references
    .filter((reference) => reference.isRead() && !isType(reference.identifier))
    .flatMap((reference) => usesOfValue(reference.identifier, program)));
}

function useOfArgument(call, argument) {
  if (registersHandler(call, argument)) return { kind: 'handler', isRequest: registersRequestHandler(call, argument) };
  return runsOnlyWithTheCall(call, argument) ? { kind: 'at', place: call } : unknown;
}

/** `f.call(…)` and `f.apply(…)` are calls, `f.bind(…)` is the function again. Other members do not run it. */
function usesOfMember(member, program) {
  const call = wrapped(member).parent;
  if (call.type !== 'CallExpression' || bare(call.callee) !== member) return [];
  const name = nameOf(member);
  if (name === 'call' || name === 'apply') return [{ kind: 'at', place: call, call }];
  return name === 'bind' ? usesOfValue(call, program) : [];
}

/** `const api = { handle() {} }` and `register({ handler() {} })`. */
function usesOfProperty(property, program) {
  const object = wrapped(property.parent);
  if (isHandlerProperty(property) && /^(CallExpression|ExportDefaultDeclaration)$/.test(object.parent.type)) {
    return [{ kind: 'handler', isRequest: true }];
  }
  if (object.parent.type !== 'VariableDeclarator' || object.parent.id.type !== 'Identifier') return [unknown];
  const variable = program.variableOf(object.parent.id);
  const calls = program.methodCallsNamed(nameOf(property)).filter((call) => program.variableOf(bare(call.callee).object) === variable);
  return [unknown, ...calls.map((call) => ({ kind: 'at', place: call, call }))];
}

/** A function that another one returns: what the file does with the results of calling that one. */
function usesOfResult(maker, program) {
  return program.onceAbout(maker, usesOfResult, [], () => {
    const calls = usesOf(maker, program).map((use) => use.call).filter(Boolean);
    return calls.length === 0 ? [unknown] : calls.flatMap((call) => usesOfValue(call, program));
  });
}

/** A method is called on instances that the file knows, on `this`, or passed on as `this.method`. */
function usesOfMethod(definition, program) {
  const owner = definition.parent.parent;
  const name = nameOf(definition);
  if (definition.kind === 'constructor') return [{ kind: 'with', owner }];
  if (name === null) return [unknown];
  const uses = methodCalls(owner, name, program).flatMap((member) => usesOfValue(member, program));
  const isPrivate = name.startsWith('#') || definition.accessibility === 'private';
  const mayBeCalledElsewhere = !isPrivate && usesOf(owner, program).some((use) => use.escapes);
  return mayBeCalledElsewhere || /^(get|set)$/.test(definition.kind) ? [...uses, unknown] : uses;
}

function usesOfClass(node, program) {
  const identifier = node.id ?? (node.parent.type === 'VariableDeclarator' ? node.parent.id : null);
  if (identifier?.type !== 'Identifier') return [escape];
  const references = variablesNamed(node, identifier, program).flatMap((variable) => variable.references);
  const uses = references.filter((each) => each.isRead()).flatMap((each) => usesOfClassName(each.identifier, program));
  return isExported(node) ? [escape, ...uses] : uses;
}

/** A class has one variable outside and another one inside of it. */
function variablesNamed(node, identifier, program) {
  const inner = program.sourceCode.scopeManager.getDeclaredVariables(node);
  return [...new Set([...inner, program.variableOf(identifier)])].filter((variable) => variable?.name === identifier.name);
}

function usesOfClassName(identifier, program) {
  const { parent } = wrapped(identifier);
  if (parent.type === 'NewExpression' && bare(parent.callee) === identifier) {
    return [{ kind: 'at', place: parent, escapes: instanceEscapes(parent, program) }];
  }
  if (isClass(parent)) return [{ kind: 'with', owner: parent, escapes: usesOf(parent, program).some((use) => use.escapes) }];
  return isMember(parent) || parent.type === 'BinaryExpression' || isType(identifier) ? [] : [escape];
}

/** Whether code in other files may get the instance that is created here, and call its methods. */
function instanceEscapes(creation, program) {
  if (isExported(creation)) return true;
  const { parent } = wrapped(creation);
  if (parent.type === 'VariableDeclarator' && parent.id.type === 'Identifier') {
    return program.variableOf(parent.id).references.some(({ identifier, init }) => !init && !isUsedAsReceiver(identifier));
  }
  return !isMember(parent) && parent.type !== 'ExpressionStatement';
}

function isUsedAsReceiver(identifier) {
  const { parent } = wrapped(identifier);
  return isMember(parent) && bare(parent.object) === identifier;
}

const isType = (identifier) => /^TS/.test(identifier.parent.type) && wrapped(identifier) === identifier;
