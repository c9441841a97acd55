// Containers in properties of one object of the file: `const log = { lines: [], add(line) { this.lines.push(line); } };`.

import { initialValue, isExported } from './program.js';
import { bare, findAround, isFunction, isMember, nameOf, wrapped } from './syntax.js';

/** The containers in an object that a variable holds, by the function that says what kind of container a value is. */
export function* containersInRecord(variable, kindOf, program) {
  const object = initialValue(variable);
  if (object?.type !== 'ObjectExpression' || !isUsedByItsMembersOnly(variable)) return;
  for (const property of object.properties) {
    const kind = property.type === 'Property' ? kindOf(bare(property.value)) : null;
    const name = kind === null ? null : nameOf(property);
    if (name === null) continue;
    const uses = program.membersNamed(name).filter((member) => isOf(member, object, variable, program));
    yield { name: `${variable.name}.${name}`, kind, variable, uses, isVisible: !isExported(variable.defs[0].name) };
  }
}

function isOf(member, object, variable, program) {
  const receiver = bare(member.object);
  if (receiver.type === 'Identifier') return program.variableOf(receiver) === variable;
  return receiver.type === 'ThisExpression' && findAround(member, isMethod)?.parent.parent === object;
}

const isMethod = (node) => isFunction(node) && node.type !== 'ArrowFunctionExpression';

/** An object that is passed on, returned or iterated is known elsewhere. */
function isUsedByItsMembersOnly(variable) {
  return variable.references.every(({ identifier, init }) => {
    const { parent } = wrapped(identifier);
    return init || (isMember(parent) && parent.object === wrapped(identifier) && nameOf(parent) !== null);
  });
}
