// Validates objects with the schemas of Kubernetes (package kubernetes-models). As published they allow unknown fields, and the API server
// drops those without a word, so that a misspelt "readOnlyRootFileSystem" protects nothing. Their validators look up each field that they
// know by its name, so a field that nobody looked at is unknown.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** What is wrong with an object; empty if nothing. */
export function findMistakes(object) {
  const Model = findModel(object);
  if (!Model) return [`unknown kind: ${object.apiVersion} ${object.kind}`];
  const model = new Model(object); // a copy
  const seen = new Map();
  const mistakes = [];
  try {
    model.validate.call(watch(model, seen));
  } catch (problem) {
    mistakes.push(problem.message);
  }

  return [...mistakes, ...findUnread(model, seen, object.kind)];
}

/** "apps/v1" and "v1" are entry points of the package, with a class for each kind. */
function findModel({ apiVersion, kind }) {
  try {
    return require(`kubernetes-models/${apiVersion}`)[kind];
  } catch (problem) {
    if (problem.code === 'ERR_PACKAGE_PATH_NOT_EXPORTED' || problem.code === 'MODULE_NOT_FOUND') return undefined;
    throw problem;
  }
}

/** The same object, and what is read of it, object by object. */
function watch(value, seen) {
  if (typeof value !== 'object' || value === null) return value;
  const keys = seen.get(value) ?? new Set();
  seen.set(value, keys);
  return new Proxy(value, {
    get(target, key) {
      keys.add(key);
      return watch(target[key], seen);
    },
  });
}

function findUnread(value, seen, where) {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const place = `${where}.${key}`;
    return seen.get(value)?.has(key) ? findUnread(inner, seen, place) : [`${place}: unknown field`];
  });
}
