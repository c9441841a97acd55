import { documentation } from '../documentation.js';
import { isNodeEmitter, registrationOf } from '../lifetimes/emitters.js';
import { programOf } from '../lifetimes/program.js';
import { findProperty, sourceOf } from '../lifetimes/syntax.js';

export default {
  meta: {
    type: 'problem',
    docs: documentation('event-listener-signal', 'report a signal passed to a method of EventEmitter, which ignores it'),
    schema: [],
    messages: {
      ignored: 'EventEmitter ignores the options of {{method}}(): aborting the signal does not remove this listener. '
        + 'Use addAbortListener(signal, …) from node:events to remove it.',
    },
  },
  create(context) {
    const { sourceCode } = context;
    return {
      CallExpression(call) {
        const program = programOf(sourceCode);
        const registration = registrationOf(call, program);
        const signal = findProperty(registration?.options, 'signal');
        if (!signal || registration.method === 'addEventListener' || !isNodeEmitter(registration.emitter, program)) return;
        context.report({ node: signal, messageId: 'ignored', data: { method: sourceOf(call.callee, sourceCode) } });
      },
    };
  },
};
