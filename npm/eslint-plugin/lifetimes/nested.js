// Collections inside of the entries of a table: `byUser.get(user).push(order)`, or the same through a variable.

import { withUses } from './entries.js';
import { bare, isMember, wrapped } from './syntax.js';

/** The collections in the entries of a table, taken as one that lives as long as the table; null if the file does not use them as such. */
export function nestedIn(table, program) {
  if (table.kind !== 'Map' && table.kind !== 'object') return null;
  const variables = new Set(table.keyedReads.map((read) => receiverOf(read, program)).filter(Boolean));
  const aliases = [...variables].flatMap((variable) => variable.references).filter((reference) => reference.isReadOnly());
  const uses = [...table.keyedReads.filter(isReceiver), ...aliases.map((each) => each.identifier).filter((each) => !isStored(each, table))];
  return withUses({ ...table, name: `the entries of ${table.name}`, kind: 'nested', uses, others: [], isFunction: false });
}

const isReceiver = (node) => isMember(wrapped(node).parent) && wrapped(node).parent.object === wrapped(node);

/** The variable that gets what is read from a table: `x = t.get(k)`, `x = t.get(k) ?? new Map()`, `x = t[k]`. */
function receiverOf(read, program) {
  let node = wrapped(read);
  if (node.parent.type === 'LogicalExpression' && node.parent.left === node) node = wrapped(node.parent);
  const { parent } = node;
  const target = parent.type === 'VariableDeclarator' ? parent.id : parent.type === 'AssignmentExpression' ? bare(parent.left) : null;
  return target?.type === 'Identifier' ? program.variableOf(target) : null;
}

/** Whether a use puts the collection into its table. */
const isStored = (identifier, table) => table.additions.some((addition) => bare(addition.value) === identifier);
