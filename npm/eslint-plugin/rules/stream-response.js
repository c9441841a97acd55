import { documentation } from '../documentation.js';
import { programOf } from '../lifetimes/program.js';
import { fetchedResponse, leavesUnread, receivedResponse } from '../lifetimes/responses.js';

export default {
  meta: {
    type: 'problem',
    docs: documentation('stream-response', 'report responses whose body is not read on every path'),
    schema: [],
    messages: {
      never: 'Nobody reads the body of this response, so its connection stays busy. Read it, or ask with HEAD if you only need the status.',
      early: 'This leaves without reading the body of {{response}}, so its connection stays busy. Read the body first.',
      paused: 'Nobody reads the body of this response, so its connection and buffers stay. Call {{response}}.resume() to discard it.',
      pausedEarly: 'This leaves without reading the body of {{response}}, so its connection stays. Call {{response}}.resume() first.',
    },
  },
  create(context) {
    function check(response, [never, early]) {
      if (!response) return;
      const unread = leavesUnread(response, programOf(context.sourceCode));
      if (!unread) return;
      const messageId = unread === response.node ? never : early;
      context.report({ node: unread, messageId, data: { response: response.name ?? 'the response' } });
    }

    return {
      CallExpression(call) {
        check(fetchedResponse(call, programOf(context.sourceCode)), ['never', 'early']);
        check(receivedResponse(call, programOf(context.sourceCode)), ['paused', 'pausedEarly']);
      },
    };
  },
};
