import { documentation } from '../documentation.js';
import { libraryCacheOf } from '../lifetimes/caches.js';
import { growingCollections, isLookedUp } from '../lifetimes/growth.js';
import { programOf } from '../lifetimes/program.js';
import { sourceOf } from '../lifetimes/syntax.js';

export default {
  meta: {
    type: 'problem',
    docs: documentation('unbounded-cache', 'report tables read by key and only ever added to, and caches without a maximum or an age'),
    schema: [],
    messages: {
      table: '{{name}} gains an entry for each new {{key}} and never loses one. Limit its size, or remove entries when they expire.',
      library: '{{name}} has neither a maximum nor an age, so it keeps all entries. Set {{options}}.',
    },
  },
  create(context) {
    const { sourceCode } = context;
    return {
      'Program:exit'() {
        for (const growth of growingCollections(programOf(sourceCode))) {
          if (!isLookedUp(growth) || growth.content.kind !== 'other') continue;
          const { name, addition } = growth;
          const key = addition.key ? sourceOf(addition.key, sourceCode) : 'key';
          context.report({ node: addition.node, messageId: 'table', data: { name, key } });
        }
      },
      'NewExpression, CallExpression'(node) {
        const cache = libraryCacheOf(node, programOf(sourceCode));
        if (cache) context.report({ node, messageId: 'library', data: cache });
      },
    };
  },
};
