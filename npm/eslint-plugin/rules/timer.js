import { documentation } from '../documentation.js';
import { runsRepeatedly } from '../lifetimes/frequency.js';
import { programOf } from '../lifetimes/program.js';
import { handleOf, isCleared, isInterval, reschedules } from '../lifetimes/timers.js';
import { sourceOf } from '../lifetimes/syntax.js';

export default {
  meta: {
    type: 'problem',
    docs: documentation('timer', 'report timers that are started per call and never cleared'),
    schema: [],
    messages: {
      interval: 'Each call starts another interval, and nothing clears it. Keep what {{timer}} returns, and clear it when done.',
      timeout: 'Each call starts a timeout that reschedules itself forever. Keep the timer, and clear it when done.',
    },
  },
  create(context) {
    const { sourceCode } = context;
    return {
      CallExpression(call) {
        const program = programOf(sourceCode);
        const messageId = isInterval(call, program) ? 'interval' : reschedules(call, program) ? 'timeout' : null;
        if (messageId === null || !runsRepeatedly(call, program) || isCleared(handleOf(call), program)) return;
        context.report({ node: call, messageId, data: { timer: sourceOf(call.callee, sourceCode) } });
      },
    };
  },
};
