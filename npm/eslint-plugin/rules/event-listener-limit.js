import { documentation } from '../documentation.js';
import { isUnlimited } from '../lifetimes/emitters.js';
import { bare, calleeOf, isMember, nameOf } from '../lifetimes/syntax.js';

export default {
  meta: {
    type: 'suggestion',
    hasSuggestions: true,
    docs: documentation('event-listener-limit', 'report emitters that are told not to warn about accumulating listeners'),
    schema: [],
    messages: {
      off: 'This switches off the warning that listeners accumulate. Set the number of listeners that you expect instead.',
      remove: 'Remove the call, so that Node.js warns about more than ten listeners.',
    },
  },
  create(context) {
    return {
      CallExpression(call) {
        if (calleeOf(call).name !== 'setMaxListeners' || !call.arguments[0] || !isUnlimited(call.arguments[0])) return;
        const statement = call.parent;
        const isAlone = statement.type === 'ExpressionStatement' && /^(BlockStatement|Program)$/.test(statement.parent.type);
        const suggest = isAlone ? [{ messageId: 'remove', fix: (fixer) => fixer.remove(statement) }] : [];
        context.report({ node: call, messageId: 'off', suggest });
      },
      AssignmentExpression(assignment) {
        const target = bare(assignment.left);
        if (!isMember(target) || nameOf(target) !== 'defaultMaxListeners' || !isUnlimited(assignment.right)) return;
        context.report({ node: assignment, messageId: 'off' });
      },
    };
  },
};
