import { documentation } from '../documentation.js';
import { longLivedContender, pendingSubject } from '../lifetimes/promises.js';
import { programOf } from '../lifetimes/program.js';
import { sourceOf } from '../lifetimes/syntax.js';

export default {
  meta: {
    type: 'problem',
    docs: documentation('promise', 'report races against a long-lived promise, and reactions added to it per call'),
    schema: [],
    messages: {
      race: '{{promise}} remembers every race it takes part in until it settles, with the results of the others. '
        + 'Use a signal with a listener that is removed, or a promise for each race.',
      reaction: '{{promise}} keeps a reaction for each call until it settles. Use an emitter or a signal whose listeners are removed.',
    },
  },
  create(context) {
    const { sourceCode } = context;

    function report(node, messageId, promise) {
      if (promise) context.report({ node, messageId, data: { promise: sourceOf(promise, sourceCode) } });
    }

    return {
      CallExpression(call) {
        report(call, 'race', longLivedContender(call, programOf(sourceCode)));
        report(call, 'reaction', pendingSubject(call, programOf(sourceCode)));
      },
      AwaitExpression(node) {
        report(node, 'reaction', pendingSubject(node, programOf(sourceCode)));
      },
    };
  },
};
