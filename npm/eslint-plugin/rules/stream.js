import { documentation } from '../documentation.js';
import { programOf } from '../lifetimes/program.js';
import { pipedWithoutErrors } from '../lifetimes/streams.js';
import { calleeOf, sourceOf } from '../lifetimes/syntax.js';

export default {
  meta: {
    type: 'problem',
    hasSuggestions: true,
    docs: documentation('stream', 'report streams that are piped without handling errors'),
    schema: [],
    messages: {
      unhandled: 'If {{source}} fails, .pipe() leaves {{target}} open. Use pipeline() from node:stream, which destroys both.',
      pipeline: 'Use pipeline({{source}}, {{target}}, callback), with pipeline imported from node:stream.',
    },
  },
  create(context) {
    const { sourceCode } = context;
    return {
      CallExpression(call) {
        const program = programOf(sourceCode);
        if (!pipedWithoutErrors(call, program)) return;
        const source = calleeOf(call).receiver;
        const [target] = call.arguments;
        const data = { source: sourceOf(source, sourceCode), target: sourceOf(target, sourceCode) };
        const isAlone = call.parent.type === 'ExpressionStatement' && call.arguments.length === 1;
        const streams = `${sourceCode.getText(source)}, ${sourceCode.getText(target)}`;
        const text = `pipeline(${streams}, (error) => { if (error) console.error(error); })`;
        const suggest = isAlone ? [{ messageId: 'pipeline', data, fix: (fixer) => fixer.replaceText(call, text) }] : [];
        context.report({ node: call, messageId: 'unhandled', data, suggest });
      },
    };
  },
};
