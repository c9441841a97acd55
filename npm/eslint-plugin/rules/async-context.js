import { documentation } from '../documentation.js';
import { entersContext } from '../lifetimes/contexts.js';
import { runsOnce } from '../lifetimes/frequency.js';
import { programOf } from '../lifetimes/program.js';
import { sourceOf } from '../lifetimes/syntax.js';

export default {
  meta: {
    type: 'problem',
    docs: documentation('async-context', 'report enterWith() in code that runs per call'),
    schema: [],
    messages: {
      enters: 'The store stays current after this call returns, so all that is started later from here keeps it alive. '
        + 'Use {{storage}}.run(store, callback).',
    },
  },
  create(context) {
    const { sourceCode } = context;
    return {
      CallExpression(call) {
        const program = programOf(sourceCode);
        const storage = entersContext(call, program);
        if (!storage || runsOnce(call, program)) return;
        context.report({ node: call, messageId: 'enters', data: { storage: sourceOf(storage, sourceCode) } });
      },
    };
  },
};
