// Code that a flag keeps from running again: `if (!started) { started = true; … }`, `if (started) return; started = true; …`,
// `timer ??= setInterval(…)`.

import { isSame } from './program.js';
import { bare, calleeOf, findAround, isFunction, isMember, nameOf } from './syntax.js';

/**
 * What a statement or expression sets that also decides whether it runs: an identifier, or a member such as `this.timer`. The flag has to
 * live longer than the call, so variables of the function around do not count.
 */
export function flagOf(child, parent, program) {
  for (const { test, block } of conditionsOf(child, parent)) {
    const flag = namesIn(test).find((name) => isSetIn(block, name, program) && livesLonger(name, child, program));
    if (flag) return flag;
  }
  return null;
}

/**
 * Whether code runs only for something that it has not seen before: `if (!seen.has(socket)) { seen.add(socket); … }`,
 * `if (!socket[mark]) { socket[mark] = true; … }`.
 */
export function isForNewOnly(node, program) {
  const test = findAround(node, (around) => (
    around.type === 'IfStatement' && (isMembershipTest(around, program) || isMarkTest(around, program))
  ));
  return test !== null;
}

function isMembershipTest({ test, consequent }, program) {
  return program.methodCallsNamed('has').filter((call) => within(call, test)).some((call) => {
    const additions = ['add', 'set'].flatMap((name) => program.methodCallsNamed(name)).filter((other) => within(other, consequent));
    return additions.some((other) => isSame(calleeOf(other).receiver, calleeOf(call).receiver, program));
  });
}

function isMarkTest({ test, consequent }, program) {
  const computed = program.membersNamed(null);
  const marks = computed.filter((member) => within(member, test));
  const set = computed.filter((member) => within(member, consequent) && isAssigned(member));
  return marks.some((mark) => set.some((other) => (
    isSame(other.object, mark.object, program) && isSame(other.property, mark.property, program)
  )));
}

function conditionsOf(child, parent) {
  switch (parent.type) {
    case 'IfStatement':
      return child === parent.test ? [] : [{ test: parent.test, block: parent }];
    case 'LogicalExpression':
      return child === parent.right ? [{ test: parent.left, block: parent }] : [];
    case 'AssignmentExpression':
      return /^(\?\?|\|\|)=$/.test(parent.operator) && child === parent.right ? [{ test: parent.left, block: parent }] : [];
    case 'BlockStatement':
      return parent.body.slice(0, parent.body.indexOf(child)).filter(isEarlyExit).map(({ test }) => ({ test, block: parent }));
    default:
      return [];
  }
}

const isEarlyExit = (statement) => statement.type === 'IfStatement' && exits(statement.consequent);

/** Whether a statement always leaves the function or the iteration. */
export function exits(statement) {
  if (statement.type === 'BlockStatement') return statement.body.length > 0 && exits(statement.body.at(-1));
  if (statement.type === 'IfStatement') return Boolean(statement.alternate) && exits(statement.consequent) && exits(statement.alternate);
  return /^(Return|Throw|Continue|Break)Statement$/.test(statement.type);
}

/** The variables and members that a condition consists of. */
function namesIn(test) {
  const node = bare(test);
  switch (node?.type) {
    case 'Identifier':
      return [node];
    case 'MemberExpression':
      return nameOf(node) === null ? [] : [node, ...namesIn(node.object)];
    case 'UnaryExpression':
    case 'UpdateExpression':
      return namesIn(node.argument);
    case 'BinaryExpression':
    case 'LogicalExpression':
    case 'AssignmentExpression':
      return [...namesIn(node.left), ...namesIn(node.right)];
    default:
      return [];
  }
}

function isSetIn(block, name, program) {
  if (isMember(name)) return program.membersNamed(nameOf(name)).some((member) => within(member, block) && isAssigned(member));
  return Boolean(program.variableOf(name)?.references.some((reference) => reference.isWrite() && within(reference.identifier, block)));
}

function isAssigned(member) {
  const { parent } = member;
  return (parent.type === 'AssignmentExpression' && parent.left === member) || parent.type === 'UpdateExpression';
}

const within = (node, block) => node.range[0] >= block.range[0] && node.range[1] <= block.range[1];

function livesLonger(flag, child, program) {
  if (isMember(flag)) return true;
  const variable = program.variableOf(flag);
  const around = findAround(child, isFunction);
  return Boolean(variable?.defs.length) && (around === null || variable.scope.variableScope.block !== around);
}
