import { documentation } from '../documentation.js';
import { runsRepeatedly } from '../lifetimes/frequency.js';
import { growingCollections } from '../lifetimes/growth.js';
import { outlives } from '../lifetimes/longevity.js';
import { programOf } from '../lifetimes/program.js';
import { sourceOf } from '../lifetimes/syntax.js';
import { holdsTarget, isUnregistered, weakRegistrationOf } from '../lifetimes/weak.js';

export default {
  meta: {
    type: 'problem',
    docs: documentation('weak-reference', 'report collections of WeakRefs that are never swept, and registrations that are never released'),
    schema: [],
    messages: {
      refs: '{{name}} keeps each WeakRef and its key after the target is collected. Remove them, for example in a FinalizationRegistry.',
      held: 'The registry keeps the held value, and through it {{target}}, so {{target}} is never collected. Hold an id or a key instead.',
      registered: '{{target}} outlives the call, so the registry keeps a registration for each call. Pass a token, and unregister it.',
    },
  },
  create(context) {
    const { sourceCode } = context;
    return {
      'Program:exit'() {
        for (const { name, addition, content } of growingCollections(programOf(sourceCode))) {
          if (content.kind === 'weak') context.report({ node: addition.node, messageId: 'refs', data: { name } });
        }
      },
      CallExpression(call) {
        const program = programOf(sourceCode);
        const registration = weakRegistrationOf(call, program);
        if (!registration) return;
        const data = { target: sourceOf(registration.target, sourceCode) };
        if (holdsTarget(registration, program)) context.report({ node: registration.held, messageId: 'held', data });
        else if (runsRepeatedly(call, program) && outlives(registration.target, call, program) && !isUnregistered(registration, program)) {
          context.report({ node: call, messageId: 'registered', data });
        }
      },
    };
  },
};
