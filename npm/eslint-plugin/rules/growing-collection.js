import { documentation } from '../documentation.js';
import { growingCollections, isLookedUp } from '../lifetimes/growth.js';
import { programOf } from '../lifetimes/program.js';

export default {
  meta: {
    type: 'problem',
    docs: documentation('growing-collection', 'report arrays, Sets, Maps and objects that are only ever added to'),
    schema: [],
    messages: {
      grows: 'Each call adds to {{name}}, which outlives it, and nothing is ever removed. Remove entries, or limit their number.',
    },
  },
  create(context) {
    return {
      'Program:exit'() {
        for (const growth of growingCollections(programOf(context.sourceCode))) {
          if (isLookedUp(growth) || growth.content.kind !== 'other') continue;
          context.report({ node: growth.addition.node, messageId: 'grows', data: { name: growth.name } });
        }
      },
    };
  },
};
