import { documentation } from '../documentation.js';
import { chainedVariable } from '../lifetimes/chains.js';
import { growingCollections } from '../lifetimes/growth.js';
import { programOf } from '../lifetimes/program.js';

export default {
  meta: {
    type: 'problem',
    docs: documentation('closure', 'report long-lived functions that keep a Buffer or an array for its length, and chains of functions'),
    schema: [],
    messages: {
      length: 'This function stays in {{holder}} and keeps all of {{variable}} alive, only to read its length. '
        + 'Copy the length to a variable before creating the function.',
      chain: 'Each function assigned to {{variable}} keeps the one before it alive, back to the first. Keep a limited number of them.',
    },
  },
  create(context) {
    const { sourceCode } = context;
    return {
      AssignmentExpression(assignment) {
        const variable = chainedVariable(assignment, programOf(sourceCode));
        if (variable) context.report({ node: assignment, messageId: 'chain', data: { variable: variable.name } });
      },
      'Program:exit'() {
        for (const { name, addition, content } of growingCollections(programOf(sourceCode))) {
          if (content.kind !== 'closure') continue;
          context.report({ node: addition.value, messageId: 'length', data: { holder: name, variable: content.variable.name } });
        }
      },
    };
  },
};
