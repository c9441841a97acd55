import { documentation } from '../documentation.js';
import { isNodeEmitter, isRemoved, outlivedBy, registrationOf, waitsForTheEnd } from '../lifetimes/emitters.js';
import { runsRepeatedly } from '../lifetimes/frequency.js';
import { outlives } from '../lifetimes/longevity.js';
import { programOf } from '../lifetimes/program.js';
import { isAbortListener } from '../lifetimes/signals.js';
import { dropsRemover } from '../lifetimes/subscriptions.js';
import { calleeOf, findProperty, sourceOf, textOf } from '../lifetimes/syntax.js';
import { isComputed } from '../lifetimes/values.js';

export default {
  meta: {
    type: 'problem',
    docs: documentation('event-listener', 'report listeners added per call to something that outlives the call, and never removed'),
    schema: [],
    messages: {
      listener: 'Each call adds a listener to {{emitter}}, which outlives it, and nothing removes it. Remove it when the work is done.',
      connection: 'Each request adds a listener to {{emitter}}, which stays open for later requests. Remove it when the response is done.',
      subscription: 'Each call subscribes to {{emitter}}, which outlives it, and drops the result, the only way to end the subscription.',
    },
  },
  create(context) {
    const { sourceCode } = context;

    function report(node, messageId, emitter) {
      context.report({ node, messageId, data: { emitter: sourceOf(emitter, sourceCode) } });
    }

    return {
      CallExpression(call) {
        const program = programOf(sourceCode);
        if (!runsRepeatedly(call, program)) return;
        const { receiver } = calleeOf(call);
        if (receiver && dropsRemover(call, program) && outlives(receiver, call, program)) {
          report(call, 'subscription', receiver);
          return;
        }
        const registration = registrationOf(call, program);
        if (!registration || isReportedElsewhere(registration, program) || isRemoved(registration, program)) return;
        if (registration.isOnce && !waitsForTheEnd(registration, program)) return;
        const holder = outlivedBy(registration, program);
        if (holder) report(call, holder, registration.emitter);
      },
    };
  },
};

/** Computed event names, ignored signals, and `once` for an abort have rules of their own. */
function isReportedElsewhere(registration, program) {
  const { event, options, isOnce } = registration;
  if (textOf(event) === null && isComputed(event, program)) return true;
  if (isOnce && isAbortListener(registration)) return true;
  return Boolean(findProperty(options, 'signal')) && isNodeEmitter(registration.emitter, program);
}
