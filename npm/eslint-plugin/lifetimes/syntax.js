// Questions about the syntax of one expression. Nothing here knows about variables or time.

const functionTypes = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);
const classTypes = new Set(['ClassDeclaration', 'ClassExpression']);

/** Nodes around an expression that do not change its value: casts of TypeScript, optional chains, parentheses. */
const wrapperTypes = new Set([
  'TSAsExpression', 'TSNonNullExpression', 'TSSatisfiesExpression', 'TSTypeAssertion', 'TSInstantiationExpression',
  'ChainExpression', 'ParenthesizedExpression',
]);

export const isFunction = (node) => functionTypes.has(node?.type);
export const isClass = (node) => classTypes.has(node?.type);
export const isLoop = (node) => /^(For|ForIn|ForOf|While|DoWhile)Statement$/.test(node.type);

/** The expression inside casts and optional chains. */
export function bare(node) {
  while (wrapperTypes.has(node?.type)) node = node.expression;
  return node;
}

/** The outermost node that has the same value as this one, which is where its use is found. */
export function wrapped(node) {
  while (wrapperTypes.has(node.parent?.type)) node = node.parent;
  return node;
}

/** The nearest node around this one that the predicate accepts. */
export function findAround(node, accepts) {
  for (let around = node.parent; around; around = around.parent) {
    if (accepts(around)) return around;
  }
  return null;
}

export const functionAround = (node) => findAround(node, isFunction);
export const classAround = (node) => findAround(node, isClass);

export function isInside(node, ancestor) {
  for (let around = node; around; around = around.parent) {
    if (around === ancestor) return true;
  }
  return false;
}

/** The name of a member (`a.b`, `a['b']`, `a.#b`), of a property, or of a method; null if it is computed. */
export function nameOf(node) {
  const key = node.type === 'MemberExpression' ? node.property : node.key;
  if (!node.computed && key?.type === 'Identifier') return key.name;
  if (key?.type === 'PrivateIdentifier') return `#${key.name}`;
  return textOf(key);
}

/** The value of a string literal or of a template without expressions, otherwise null. */
export function textOf(node) {
  node = bare(node);
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node?.type === 'TemplateLiteral' && node.expressions.length === 0) return node.quasis[0].value.cooked;
  return null;
}

export const isText = (node, text) => textOf(node) === text;
export const isMember = (node) => node?.type === 'MemberExpression';
export const isNumber = (node, value) => node?.type === 'Literal' && node.value === value;

/** For `receiver.method(…)`: the receiver and the method's name. For `f(…)`: no receiver and the function's name. */
export function calleeOf(call) {
  const callee = bare(call.callee);
  if (isMember(callee)) return { receiver: bare(callee.object), name: nameOf(callee) };
  return { receiver: null, name: callee?.type === 'Identifier' ? callee.name : null };
}

export function isMethodCall(node, names) {
  if (node?.type !== 'CallExpression') return false;
  const { receiver, name } = calleeOf(node);
  return receiver !== null && (typeof names === 'string' ? name === names : names.has(name));
}

/** The property of an object literal, or null. */
export function findProperty(object, name) {
  object = bare(object);
  if (object?.type !== 'ObjectExpression') return null;
  return object.properties.find((property) => property.type === 'Property' && nameOf(property) === name) ?? null;
}

export const hasSpread = (object) => object.properties.some((property) => property.type !== 'Property');

/** Short source of an expression for a message: one line, at most forty characters. */
export function sourceOf(node, sourceCode) {
  const text = sourceCode.getText(node).replace(/\s+/g, ' ');
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}

/** The expressions that a function returns at its end. */
export function returned(node) {
  if (!isFunction(node)) return [];
  if (node.body.type !== 'BlockStatement') return [bare(node.body)];
  const statements = node.body.body.filter((statement) => statement.type === 'ReturnStatement' && statement.argument);
  return statements.map((statement) => bare(statement.argument));
}
