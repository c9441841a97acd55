// Closures that keep their predecessor alive: `const before = undo; undo = () => { …; undo = before; };`.

import { capturedVariables } from './captures.js';
import { runsOnce } from './frequency.js';
import { variableOutlives } from './longevity.js';
import { initialValue } from './program.js';
import { bare, isFunction } from './syntax.js';

/** The long-lived variable to which an assignment gives a closure that captures the variable's value of before; or null. */
export function chainedVariable({ left, right, operator }, program) {
  const closure = bare(right);
  if (operator !== '=' || left.type !== 'Identifier' || !isFunction(closure)) return null;
  const variable = program.variableOf(left);
  if (!variable?.defs.length || runsOnce(closure, program) || !variableOutlives(variable, closure, program)) return null;
  const keepsPredecessor = capturedVariables(closure, program).some((captured) => {
    const value = initialValue(captured);
    return value?.type === 'Identifier' && program.variableOf(value) === variable;
  });
  return keepsPredecessor ? variable : null;
}
