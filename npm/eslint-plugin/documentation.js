// Where the rules are described. The link of each message leads to the page of its rule.

const pages = 'https://github.com/heapwise/heapwise/blob/main/npm/eslint-plugin/docs';

/** The `meta.docs` of a rule. */
export function documentation(id, description) {
  return { description, url: `${pages}/${id}.md` };
}
