// How often code runs. A function runs once (only called while the program starts), repeatedly (for requests, messages, ticks, or called by
// something that is), or nobody knows: it is exported, stored, or passed to code in another file.
//
// Each function and class collects its uses in the file. A use is a call (as often as the place of the call), a registration as a handler
// (repeatedly), or an escape (unknown). The most frequent use counts. Uses refer to places in other functions, so the answers are the least
// fixed point of these equations, reached in a few passes over all functions.

import { hasHandlerParameters } from './callbacks.js';
import { flagOf } from './guards.js';
import { bare, calleeOf, classAround, isFunction, isMember } from './syntax.js';
import { usesOf } from './uses.js';

/** Ordered: what is used in several ways runs as often as the most frequent of them. */
export const Frequency = Object.freeze({ once: 0, unknown: 1, repeated: 2 });

export const runsOnce = (node, program) => frequencyAt(node, program) === Frequency.once;
export const runsRepeatedly = (node, program) => frequencyAt(node, program) === Frequency.repeated;

/** How often the code at a node runs. */
export function frequencyAt(node, program) {
  return frequencyOfPlace(node, program, frequencies(program));
}

/** Whether a function handles requests: by its parameters, or because it is registered as a handler. */
export function isRequestHandler(node, program) {
  return hasHandlerParameters(node) || usesOf(node, program).some((use) => use.isRequest);
}

function frequencies(program) {
  return program.once(frequencies, () => {
    const nodes = [...program.functions, ...program.classes];
    const found = new Map(nodes.map((node) => [node, Frequency.once]));
    for (let changed = true; changed;) {
      changed = false;
      for (const node of nodes) {
        const frequency = frequencyOfUses(node, program, found);
        if (frequency === found.get(node)) continue;
        found.set(node, frequency);
        changed = true;
      }
    }
    return found;
  });
}

function frequencyOfUses(node, program, found) {
  if (isFunction(node) && hasHandlerParameters(node)) return Frequency.repeated;
  const uses = usesOf(node, program).map((use) => frequencyOfUse(use, program, found));
  const own = uses.length === 0 ? Frequency.unknown : Math.max(...uses);
  if (own !== Frequency.unknown) return own;

  // A function created in each call of another one exists as often as that runs, even if nobody knows who calls it.
  return frequencyOfPlace(node, program, found) === Frequency.repeated ? Frequency.repeated : own;
}

function frequencyOfUse(use, program, found) {
  switch (use.kind) {
    case 'handler': return Frequency.repeated;
    case 'at': return frequencyOfPlace(use.place, program, found);
    case 'with': return found.get(use.owner);
    default: return Frequency.unknown;
  }
}

function frequencyOfPlace(node, program, found) {
  const { frequency, owner } = placeOf(node, program);
  return frequency ?? found.get(owner);
}

/** What decides how often a node runs: a flag, an endless loop, the function or class around it (`owner`), or the file itself. */
function placeOf(node, program) {
  return program.onceAbout(node, placeOf, null, () => findPlace(node, program));
}

function findPlace(node, program) {
  for (let child = node, around = node.parent; around; child = around, around = around.parent) {
    if (isEndless(around) && child === around.body) return { frequency: Frequency.repeated };
    const flag = flagOf(child, around, program);
    if (flag) return placeOfFlag(flag, program);
    if (isFunction(around)) return { owner: around };
    if (isFieldOfInstance(around) && child === around.value) return { owner: around.parent.parent };
  }
  return { frequency: Frequency.once };
}

/** What a flag guards runs once for each life of the flag: a variable, a property of the instance, or a property of something unknown. */
function placeOfFlag(flag, program) {
  if (isMember(flag)) {
    const owner = bare(flag.object).type === 'ThisExpression' ? classAround(flag) : null;
    return owner ? { owner } : { frequency: Frequency.unknown };
  }
  const { block } = program.variableOf(flag).scope.variableScope;
  return isFunction(block) ? { owner: block } : { frequency: Frequency.once };
}

const isFieldOfInstance = (node) => /^(PropertyDefinition|AccessorProperty)$/.test(node.type) && !node.static;

/** A loop that never ends. One that something leaves is a retry or a search, and most things that `for await` reads come to an end. */
function isEndless(node) {
  if (node.type === 'ForOfStatement') return node.await && /^(on|setInterval)$/.test(calledName(node.right));
  const isForever = (node.type === 'WhileStatement' && node.test.type === 'Literal' && Boolean(node.test.value))
    || (node.type === 'ForStatement' && !node.test);
  return isForever && !leaves(node.body);
}

const calledName = (node) => (bare(node).type === 'CallExpression' ? calleeOf(bare(node)).name : null);

function leaves(node) {
  if (!node || typeof node.type !== 'string' || isFunction(node)) return false;
  if (/^(Break|Return|Throw)Statement$/.test(node.type)) return true;
  return Object.entries(node).some(([key, child]) => key !== 'parent' && [child].flat().some((each) => each?.type && leaves(each)));
}

