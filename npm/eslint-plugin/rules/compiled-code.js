import { documentation } from '../documentation.js';
import { modulePerCall, schemaPerCall } from '../lifetimes/compilation.js';
import { runsRepeatedly } from '../lifetimes/frequency.js';
import { growingCollections } from '../lifetimes/growth.js';
import { outlives } from '../lifetimes/longevity.js';
import { programOf } from '../lifetimes/program.js';
import { calleeOf, sourceOf } from '../lifetimes/syntax.js';

export default {
  meta: {
    type: 'problem',
    docs: documentation('compiled-code', 'report code that is compiled or loaded per call and kept'),
    schema: [],
    messages: {
      kept: '{{holder}} keeps the code compiled for each new {{key}}, and nothing removes it. Limit its size, or compile at startup.',
      schema: '{{compiler}} keeps every schema that it compiles. Compile at startup, or keep the function of each schema yourself.',
      module: 'Modules stay loaded forever, and each call loads another one. Read the file instead, or run it in a worker.',
    },
  },
  create(context) {
    const { sourceCode } = context;

    function checkModule(node) {
      if (modulePerCall(node, programOf(sourceCode))) context.report({ node, messageId: 'module' });
    }

    return {
      'Program:exit'() {
        for (const { name, addition, content } of growingCollections(programOf(sourceCode))) {
          if (content.kind !== 'compiled') continue;
          const key = addition.key ? sourceOf(addition.key, sourceCode) : 'input';
          context.report({ node: addition.node, messageId: 'kept', data: { holder: name, key } });
        }
      },
      CallExpression(call) {
        checkModule(call);
        const program = programOf(sourceCode);
        if (!schemaPerCall(call, program) || !runsRepeatedly(call, program)) return;
        const { receiver } = calleeOf(call);
        if (!outlives(receiver, call, program)) return;
        context.report({ node: call, messageId: 'schema', data: { compiler: sourceOf(receiver, sourceCode) } });
      },
      ImportExpression: checkModule,
    };
  },
};
