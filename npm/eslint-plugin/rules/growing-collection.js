import { documentation } from '../documentation.js';
import { runsRepeatedly } from '../lifetimes/frequency.js';
import { growingCollections, isLookedUp } from '../lifetimes/growth.js';
import { programOf } from '../lifetimes/program.js';
import { staysInTimeline } from '../lifetimes/timeline.js';

export default {
  meta: {
    type: 'problem',
    docs: documentation('growing-collection', 'report arrays, Sets, Maps and objects that are only ever added to'),
    schema: [],
    messages: {
      timeline: 'The performance timeline keeps each entry until it is cleared. Clear it when it was read.',
      grows: 'Each call adds to {{name}}, which outlives it, and nothing is ever removed. Remove entries, or limit their number.',
    },
  },
  create(context) {
    return {
      CallExpression(call) {
        const program = programOf(context.sourceCode);
        if (staysInTimeline(call, program) && runsRepeatedly(call, program)) context.report({ node: call, messageId: 'timeline' });
      },
      'Program:exit'() {
        for (const growth of growingCollections(programOf(context.sourceCode))) {
          if (isLookedUp(growth) || growth.content.kind !== 'other') continue;
          context.report({ node: growth.addition.node, messageId: 'grows', data: { name: growth.name } });
        }
      },
    };
  },
};
