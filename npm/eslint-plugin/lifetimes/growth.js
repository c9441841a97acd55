// Which containers of a file only ever grow: they outlive the code that adds to them, entries are added again and again under keys without
// end, and nothing in the file removes an entry or limits their number. A container that other code gets hold of is left alone.

import { collectionsOf } from './collections.js';
import { contentOf, followed, isLoaded } from './contents.js';
import { Frequency, frequencyAt } from './frequency.js';
import { classLivesLong, variableOutlives } from './longevity.js';
import { nestedIn } from './nested.js';
import { bare, findAround, functionAround, isFunction, isInside, isMember, nameOf } from './syntax.js';
import { isBounded } from './values.js';

/** All growing containers, each with the `addition` that makes it grow and the `content` of its entries. */
export function growingCollections(program) {
  return program.once(growingCollections, () => collectionsOf(program)
    .filter((collection) => !endsSomehow(collection))
    .map((collection) => growthOf(collection, program) ?? growthOf(nestedIn(collection, program), program))
    .filter(Boolean));
}

/** Whether a growing container is a table that the file looks keys up in. */
export const isLookedUp = ({ kind, keyedReads }) => kind !== 'array' && kind !== 'Set' && keyedReads.length > 0;

const endsSomehow = ({ escapes, isReduced, isLimited }) => escapes || isReduced || isLimited;

function growthOf(collection, program) {
  if (collection === null || endsSomehow(collection)) return null;
  const additions = collection.additions.filter((each) => grows(each, collection, program));
  const judged = additions.map((addition) => ({ ...collection, addition, content: contentOf(addition.value, program) }));
  return judged.find((each) => each.content.kind !== 'other') ?? judged[0] ?? null;
}

function grows(addition, collection, program) {
  const { node, key } = addition;
  if (!livesLong(collection, node, program) || isCounted(node, program)) return false;
  if (key !== null && (isBounded(key, program) || isLoaded(addition.value, program))) return false;
  const frequency = frequencyAt(node, program);
  return frequency === Frequency.repeated || (frequency === Frequency.unknown && isMemo(addition, collection, program));
}

function livesLong({ variable, owner, isStatic }, place, program) {
  if (variable) return variableOutlives(variable, place, program);
  return isStatic ? functionAround(owner) === null : classLivesLong(owner, program);
}

/** Whether a counter decides if an entry is added: `if (count < limit) { …; count++; }`. */
function isCounted(node, program) {
  return findAround(node, (around) => (
    isFunction(around) || (around.type === 'IfStatement' && comparesCounter(around.test, program))
  ))?.type === 'IfStatement';
}

function comparesCounter(test, program) {
  const node = bare(test);
  if (node.type === 'LogicalExpression') return comparesCounter(node.left, program) || comparesCounter(node.right, program);
  if (node.type !== 'BinaryExpression' || !/^[<>]=?$/.test(node.operator)) return false;
  return isCounter(bare(node.left), program) || isCounter(bare(node.right), program);
}

function isCounter(node, program) {
  if (isMember(node)) return program.membersNamed(nameOf(node)).some((member) => member.parent.type === 'UpdateExpression');
  return node.type === 'Identifier'
    && Boolean(program.variableOf(node)?.references.some((reference) => reference.identifier.parent.type === 'UpdateExpression'));
}

/**
 * Whether a function that other files call remembers what it loads or compiles for its arguments: it looks a parameter up and stores a
 * result under it. A function that stores what it is given is a registry, which its callers fill as they like. One that computes at once
 * has mostly arguments that the program knows: names of views, routes, options.
 */
function isMemo({ node, key, value }, { keyedReads }, program) {
  const around = functionAround(node);
  if (key === null || around === null || !keyedReads.some((read) => functionAround(read) === around)) return false;
  if (!isFrom(key, around, program) || isGiven(bare(value), around, program)) return false;
  const stored = followed(value, program);
  const isCostly = around.async || contentOf(value, program).kind === 'compiled';
  return isCostly && !isMark(stored, program) && dependsOn(stored, around, program);
}

/** Whether a value is made of something of the function. An empty list or a lock for each key is not computed from the key. */
function dependsOn(value, around, program) {
  const scopes = program.sourceCode.scopeManager.scopes.filter((scope) => isInside(scope.block, around));
  const variables = scopes.flatMap((scope) => scope.variables);
  return variables.some((variable) => variable.references.some(({ identifier }) => isInside(identifier, value)));
}

/** A mark that something was seen, a count of it, or an entry of another table is stored for a few keys as a rule. */
function isMark(value, program) {
  if (value.type === 'LogicalExpression' || value.type === 'BinaryExpression') return isMark(bare(value.right), program);
  if (value.type === 'Literal') return true;
  return isMember(value) && nameOf(value) === null && isOfModule(value.object, program);
}

function isOfModule(table, program) {
  const node = bare(table);
  if (isMember(node)) return isOfModule(node.object, program);
  const definition = node.type === 'Identifier' ? program.variableOf(node)?.defs[0] : null;
  return Boolean(definition) && functionAround(definition.name) === null;
}

/** A parameter, or an element of one. */
function isGiven(node, around, program) {
  const declaration = node.type === 'Identifier' ? program.variableOf(node)?.defs[0]?.node.parent : null;
  const loop = declaration?.parent;
  const isElement = loop?.type === 'ForOfStatement' && loop.left === declaration;
  return isParameter(isElement ? bare(loop.right) : node, around, program);
}

function isFrom(node, around, program) {
  const expression = bare(node);
  return isParameter(expression, around, program)
    || (expression.type === 'TemplateLiteral' && expression.expressions.some((each) => isParameter(bare(each), around, program)));
}

function isParameter(node, around, program) {
  const definition = node.type === 'Identifier' ? program.variableOf(node)?.defs[0] : null;
  return definition?.type === 'Parameter' && definition.node === around;
}
