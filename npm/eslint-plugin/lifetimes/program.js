// What one file contains, collected once for all rules: variables by identifier, calls and members by name, functions and classes.

import { bare, calleeOf, isClass, isFunction, isMember, nameOf, wrapped } from './syntax.js';

const programs = new WeakMap();

/** The index of a file. Rules that look at the same file share it. */
export function programOf(sourceCode) {
  const { ast } = sourceCode;
  if (!programs.has(ast)) programs.set(ast, new Program(sourceCode));
  return programs.get(ast);
}

class Program {
  functions = [];
  classes = [];
  calls = [];
  loops = [];
  #variables = new Map();
  #members = new Map();
  #methodCalls = new Map();
  #answers = new Map();

  constructor(sourceCode) {
    this.sourceCode = sourceCode;
    for (const scope of sourceCode.scopeManager.scopes) {
      for (const reference of scope.references) {
        if (reference.resolved) this.#variables.set(reference.identifier, reference.resolved);
      }
      for (const variable of scope.variables) {
        for (const identifier of variable.identifiers) this.#variables.set(identifier, variable);
      }
    }
    this.#visit(sourceCode.ast);
  }

  /** The variable that an identifier refers to, or null for a global that the configuration does not declare. */
  variableOf(identifier) {
    return this.#variables.get(bare(identifier)) ?? null;
  }

  /** Whether an identifier means a global of this name, not a variable of the program. */
  isGlobal(node, name) {
    node = bare(node);
    return node?.type === 'Identifier' && node.name === name && (this.variableOf(node)?.defs.length ?? 0) === 0;
  }

  /** All `….name` of the file. */
  membersNamed(name) {
    return this.#members.get(name) ?? [];
  }

  /** All `….name(…)` of the file. */
  methodCallsNamed(name) {
    return this.#methodCalls.get(name) ?? [];
  }

  /** Computes an answer about this file once. */
  once(question, compute) {
    if (!this.#answers.has(question)) this.#answers.set(question, compute());
    return this.#answers.get(question);
  }

  /**
   * Computes the answer to a question about a subject once. A question that leads back to itself (`x = y; y = x`, a function that returns
   * what it returns) gets the answer for `meanwhile`.
   */
  onceAbout(subject, question, meanwhile, compute) {
    const answers = this.once(question, () => new Map());
    if (!answers.has(subject)) {
      answers.set(subject, meanwhile);
      answers.set(subject, compute());
    }
    return answers.get(subject);
  }

  // Recursion is as deep as the syntax tree, as it is in the parser.
  #visit(node) {
    if (isFunction(node)) this.functions.push(node);
    else if (isClass(node)) this.classes.push(node);
    else if (node.type === 'CallExpression' || node.type === 'NewExpression') this.#addCall(node);
    else if (isMember(node)) add(this.#members, nameOf(node), node);
    for (const key of this.sourceCode.visitorKeys[node.type] ?? []) {
      const child = node[key];
      if (Array.isArray(child)) child.forEach((element) => element && this.#visit(element));
      else if (child) this.#visit(child);
    }
  }

  #addCall(call) {
    this.calls.push(call);
    const { receiver, name } = calleeOf(call);
    if (receiver && call.type === 'CallExpression') add(this.#methodCalls, name, call);
  }
}

function add(index, name, node) {
  if (!index.has(name)) index.set(name, []);
  index.get(name).push(node);
}

/** The definition of a variable that has exactly one, otherwise null. */
export function definitionOf(variable) {
  return variable?.defs.length === 1 ? variable.defs[0] : null;
}

/** What a variable is initialized with, if it is declared as `x = value`; a part of it (`{ x } = value`) is not. */
export function initialValue(variable) {
  const definition = definitionOf(variable);
  if (definition?.type !== 'Variable' || definition.node.id.type !== 'Identifier') return null;
  return bare(definition.node.init);
}

/** Assignments to a variable after its declaration. */
export function laterWrites(variable) {
  return variable.references.filter((reference) => reference.isWrite() && !reference.init);
}

/** The value of an expression as far as constants lead to it: what a variable that is never assigned again is initialized with. */
export function valueOf(node, program) {
  node = bare(node);
  for (let steps = 0; node?.type === 'Identifier' && steps < 8; steps++) {
    const variable = program.variableOf(node);
    const value = variable && laterWrites(variable).length === 0 ? initialValue(variable) : null;
    if (!value) break;
    node = value;
  }
  return node;
}

/** The function or class that an expression names, or null. */
export function declarationOf(node, program) {
  node = bare(node);
  if (isFunction(node) || isClass(node)) return node;
  if (node?.type !== 'Identifier') return null;
  const definition = definitionOf(program.variableOf(node));
  if (definition?.type === 'FunctionName' || definition?.type === 'ClassName') return definition.node;
  const value = valueOf(node, program);
  return isFunction(value) || isClass(value) ? value : null;
}

/** Whether two expressions without calls refer to the same thing: the same variable, or the same members of it. */
export function isSame(one, other, program) {
  one = bare(one);
  other = bare(other);
  if (one?.type !== other?.type) return false;
  if (one?.type === 'ThisExpression') return true;
  if (one?.type === 'Identifier') return one.name === other.name && program.variableOf(one) === program.variableOf(other);
  return isMember(one) && nameOf(one) !== null && nameOf(one) === nameOf(other) && isSame(one.object, other.object, program);
}

/** The module that a name was imported or required from, with `node:` left out; null for other names. */
export function moduleOf(node, program) {
  return program.onceAbout(bare(node), moduleOf, null, () => findModule(bare(node), program));
}

function findModule(node, program) {
  if (isMember(node)) return moduleOf(node.object, program);
  if (node?.type === 'CallExpression') return requiredModule(node);
  if (node?.type !== 'Identifier') return null;
  const definition = definitionOf(program.variableOf(node));
  if (definition?.type === 'ImportBinding') return withoutPrefix(String(definition.parent.source?.value ?? ''));
  if (definition?.type !== 'Variable') return null;
  const value = bare(definition.node.init);
  if (value?.type === 'CallExpression') return requiredModule(value);
  return isMember(value) ? moduleOf(value, program) : null;
}

/** The name under which a module exports what an expression refers to: `default` for the module itself. */
export function importedName(node, program) {
  node = bare(node);
  if (isMember(node)) return nameOf(node);
  const definition = definitionOf(program.variableOf(node));
  if (definition?.type === 'ImportBinding') return definition.node.imported?.name ?? 'default';
  if (definition?.type !== 'Variable') return null;
  if (definition.node.id.type === 'ObjectPattern') {
    const property = definition.node.id.properties.find((each) => each.value === definition.name || each.value?.left === definition.name);
    return property ? nameOf(property) : null;
  }
  const value = bare(definition.node.init);
  return isMember(value) ? nameOf(value) : 'default';
}

function requiredModule(call) {
  const { receiver, name } = calleeOf(call);
  const argument = call.arguments[0];
  const isRequire = receiver === null && name === 'require' && argument?.type === 'Literal';
  return isRequire ? withoutPrefix(String(argument.value)) : null;
}

const withoutPrefix = (name) => name.replace(/^node:/, '');

/** Whether a node is what an `export` statement exports, or what is assigned to `module.exports` or `exports`. */
export function isExported(node) {
  const { parent } = wrapped(node);
  if (/^Export/.test(parent?.type)) return true;
  if (parent?.type === 'VariableDeclarator') return parent.parent.parent?.type === 'ExportNamedDeclaration';
  return false;
}
