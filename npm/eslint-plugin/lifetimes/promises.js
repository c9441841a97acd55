// Promises that stay pending for as long as the program, or a loop, runs. Each reaction and each race is remembered until they settle.

import { runsRepeatedly } from './frequency.js';
import { outlives } from './longevity.js';
import { initialValue, moduleOf } from './program.js';
import { bare, calleeOf, findAround, functionAround, isFunction, isInside, isMethodCall, textOf } from './syntax.js';

const races = new Set(['any', 'race']);
const reactions = new Set(['catch', 'finally', 'then']);

/** In a race that is run again and again: the contender that was there before and stays, a promise that something else will settle. */
export function longLivedContender(call, program) {
  const { receiver, name } = calleeOf(call);
  if (!races.has(name) || !program.isGlobal(receiver, 'Promise')) return null;
  const contenders = bare(call.arguments[0])?.type === 'ArrayExpression' ? bare(call.arguments[0]).elements : [];
  if (contenders.length < 2) return null;
  return contenders.find((each) => each && isLongLived(bare(each), call, program)) ?? null;
}

/** The promise that a reaction is added to per call, if it waits for the end of the program. Others, such as `ready`, settle early. */
export function pendingSubject(node, program) {
  const subject = node.type === 'AwaitExpression' ? bare(node.argument) : isMethodCall(node, reactions) ? calleeOf(node).receiver : null;
  if (subject?.type !== 'Identifier' || !runsRepeatedly(node, program) || !outlives(subject, node, program)) return null;
  const value = initialValue(program.variableOf(subject));
  return isPromise(value, program) && waitsForTheEnd(value, program) ? subject : null;
}

function isLongLived(node, call, program) {
  if (node.type !== 'Identifier') return false;
  const variable = program.variableOf(node);
  const value = variable && initialValue(variable);
  if (!isPromise(value, program)) return false;
  return (runsRepeatedly(call, program) && outlives(node, call, program)) || isOutsideOfLoop(variable, call);
}

/** A promise made by hand, or one that waits for an event. What a function returns may settle at any moment. */
function isPromise(value, program) {
  if (value?.type === 'NewExpression') return program.isGlobal(value.callee, 'Promise');
  return value?.type === 'CallExpression' && calleeOf(value).name === 'once' && moduleOf(value.callee, program) === 'events';
}

/** A loop that waits for something each time round, in the function that made the promise before. */
function isOutsideOfLoop(variable, call) {
  const maker = functionAround(variable.defs[0].name);
  const loop = findAround(call, (node) => isFunction(node) || isUnlimited(node));
  return loop !== null && !isFunction(loop) && functionAround(call) === maker && !isInside(variable.defs[0].name, loop);
}

function isUnlimited(node) {
  if (node.type === 'ForOfStatement') return node.await;
  return /^(While|DoWhile)Statement$/.test(node.type) || (node.type === 'ForStatement' && !node.test);
}

/** Whether a promise waits for a signal of the operating system, an abort, or nothing at all. */
function waitsForTheEnd(value, program) {
  const [first, second] = value.arguments;
  if (value.type === 'CallExpression') return isEnd(textOf(second));
  const executor = bare(first);
  if (!isFunction(executor)) return false;
  if (executor.params.length === 0) return true;
  return program.calls.some((call) => isInside(call, executor) && isEnd(textOf(call.arguments[0])) && calleeOf(call).receiver !== null);
}

const isEnd = (event) => event !== null && /^(abort|beforeExit|exit|SIG[A-Z0-9]+)$/.test(event);
