// Where the rules are described: in the package itself, so that the page fits the version, and opens without a network.

/** The `meta.docs` of a rule. */
export function documentation(id, description) {
  return { description, url: new URL(`docs/${id}.md`, import.meta.url).href };
}
