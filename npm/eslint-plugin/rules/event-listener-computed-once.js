import { documentation } from '../documentation.js';
import { isRemoved, outlivedBy, registrationOf } from '../lifetimes/emitters.js';
import { runsRepeatedly } from '../lifetimes/frequency.js';
import { programOf } from '../lifetimes/program.js';
import { sourceOf } from '../lifetimes/syntax.js';
import { isComputed } from '../lifetimes/values.js';

export default {
  meta: {
    type: 'problem',
    docs: documentation('event-listener-computed-once', 'report listeners under event names that are computed per call'),
    schema: [],
    messages: {
      once: 'Each call waits for its own event on {{emitter}}: if {{event}} never comes, the listener stays. Remove it after a timeout.',
      on: 'Each call adds a listener for its own event to {{emitter}}, and nothing removes it. Remove it when the work is done.',
    },
  },
  create(context) {
    const { sourceCode } = context;
    return {
      CallExpression(call) {
        const program = programOf(sourceCode);
        const registration = registrationOf(call, program);
        if (!registration || !runsRepeatedly(call, program) || !isComputed(registration.event, program)) return;
        if (isRemoved(registration, program) || outlivedBy(registration, program) !== 'listener') return;
        context.report({
          node: call,
          messageId: registration.isOnce ? 'once' : 'on',
          data: { emitter: sourceOf(registration.emitter, sourceCode), event: sourceOf(registration.event, sourceCode) },
        });
      },
    };
  },
};
