// What lives on after a call. The judgement that most rules share: does the thing that something is added to outlive the code that adds it?
//
// A variable of the file lives as long as the program, and so does a variable of a function that runs only once. A variable of a function
// that creates request handlers (a plugin, a factory) outlives each request. A field lives as long as its instance, which is as long as the
// program if the file creates all instances while it starts. A parameter belongs to the caller, and nobody knows for how long.

import { Frequency, frequencyAt, isRequestHandler, runsOnce } from './frequency.js';
import { initialValue, isSame, laterWrites } from './program.js';
import { bare, classAround, findAround, functionAround, isClass, isFunction, isInside, isMember, nameOf } from './syntax.js';
import { creationsOf, usesOf } from './uses.js';

/** How far constants are followed. */
const maxSteps = 20;

const globals = new Set(['process', 'globalThis', 'global', 'performance', 'console']);

/** Whether what an expression refers to exists before the code at a place runs, and goes on existing for long after it. */
export function outlives(expression, place, program, steps = 0) {
  const node = bare(expression);
  if (steps > maxSteps) return false;
  switch (node?.type) {
    case 'Identifier':
      return identifierOutlives(node, place, program, steps + 1);
    case 'ThisExpression':
      return classLivesLong(classAround(node), program);
    case 'MemberExpression':
      return memberOutlives(node, place, program, steps + 1);
    default:
      return false;
  }
}

function identifierOutlives(identifier, place, program, steps) {
  const variable = program.variableOf(identifier);
  if ((variable?.defs.length ?? 0) === 0) return globals.has(identifier.name);
  if (laterWrites(variable).some((write) => !runsOnce(write.identifier, program))) return false;
  const value = initialValue(variable);
  if (isMember(value) || value?.type === 'Identifier') return outlives(value, place, program, steps);
  return variableOutlives(variable, place, program);
}

/** Whether a variable, and with it what it was initialized with, outlives the code at a place. */
export function variableOutlives(variable, place, program) {
  const [definition] = variable.defs;
  if (definition.type === 'ImportBinding') return true;
  if (definition.type === 'CatchClause') return false;
  const declaring = definition.type === 'Parameter' ? definition.node : functionAround(definition.node);
  if (declaring === null) return true;
  if (!isInside(place, declaring) || functionAround(place) === declaring) return false;
  if (definition.type !== 'Parameter' && runsOnce(definition.name, program)) return true;
  if (frequencyAt(definition.name, program) === Frequency.repeated) return false;
  const handler = findAround(place, (node) => node === declaring || (isFunction(node) && isRequestHandler(node, program)));
  return handler !== declaring && (definition.type !== 'Parameter' || isRegistered(handler, program));
}

/** A function that returns a handler may be called for each request, with what belongs to that request. */
const isRegistered = (handler, program) => usesOf(handler, program).some((use) => use.isRequest);

function memberOutlives(member, place, program, steps) {
  const name = nameOf(member);
  if (name === null || !outlives(member.object, place, program, steps)) return isStaticField(member, program);
  return !isReplaced(member, name, program);
}

/** Whether code that may run again assigns to a property of this name, so that what it refers to need not live long. */
function isReplaced(member, name, program) {
  return program.membersNamed(name).some((other) => {
    const { parent } = other;
    const isAssigned = parent.type === 'AssignmentExpression' && parent.left === other && isSame(other, member, program);
    return isAssigned && !runsOnce(parent, program) && !isInConstructor(parent);
  });
}

const isInConstructor = (node) => functionAround(node)?.parent.kind === 'constructor';

function isStaticField(member, program) {
  const object = bare(member.object);
  const definition = object.type === 'Identifier' ? program.variableOf(object)?.defs[0] : null;
  return definition?.type === 'ClassName' && functionAround(definition.node) === null && nameOf(member) !== null;
}

/** Decorators of dependency injection, and the names that go with it: one instance for the whole program, created by a framework. */
const singletonDecorators = new Set(['Controller', 'Injectable', 'Resolver', 'Service', 'WebSocketGateway']);
const singletonNames = /(Service|Controller|Repository)$/;

/** Whether instances of a class live as long as the program: the file creates them while it starts, or a framework does. */
export function classLivesLong(owner, program) {
  if (!isClass(owner)) return false;
  const { creations, isKnown } = creationsOf(owner, program);
  if (creations.length > 0) return creations.every((creation) => runsOnce(creation, program) && isKept(creation));
  return !isKnown && (singletonNames.test(owner.id?.name ?? '') || (owner.decorators ?? []).some(isSingletonDecorator));
}

/** Whether an instance is stored or exported where it is created; otherwise it may be gone after a moment. */
const isKept = (creation) => /^(VariableDeclarator|AssignmentExpression|PropertyDefinition|Property|Export.*)$/.test(creation.parent.type);

function isSingletonDecorator({ expression }) {
  const name = expression.type === 'CallExpression' ? expression.callee.name : expression.name;
  return singletonDecorators.has(name);
}

/** Whether an expression is the connection of a request (`request.socket`), which serves the next request too. */
export function isConnectionOfRequest(expression, program) {
  const node = bare(expression);
  if (!isMember(node) || !/^(socket|connection)$/.test(nameOf(node))) return false;
  const definition = program.variableOf(bare(node.object))?.defs[0];
  if (definition?.type !== 'Parameter' || !isRequestHandler(definition.node, program)) return false;
  return [0, 1].includes(definition.node.params.indexOf(definition.name));
}

