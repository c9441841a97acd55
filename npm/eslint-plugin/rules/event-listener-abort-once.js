import { documentation } from '../documentation.js';
import { isRemoved, outlivedBy, registrationOf } from '../lifetimes/emitters.js';
import { runsRepeatedly } from '../lifetimes/frequency.js';
import { programOf } from '../lifetimes/program.js';
import { isAbortListener } from '../lifetimes/signals.js';
import { sourceOf } from '../lifetimes/syntax.js';

export default {
  meta: {
    type: 'problem',
    docs: documentation('event-listener-abort-once', 'report { once: true } taken for cleanup on an abort signal that outlives the call'),
    schema: [],
    messages: {
      stays: '`once` removes this listener only when {{signal}} aborts, so one stays for each call. Remove it when the work is done.',
    },
  },
  create(context) {
    const { sourceCode } = context;
    return {
      CallExpression(call) {
        const program = programOf(sourceCode);
        const registration = registrationOf(call, program);
        if (!registration?.isOnce || !isAbortListener(registration) || !runsRepeatedly(call, program)) return;
        if (isRemoved(registration, program) || outlivedBy(registration, program) !== 'listener') return;
        context.report({ node: call, messageId: 'stays', data: { signal: sourceOf(registration.emitter, sourceCode) } });
      },
    };
  },
};
