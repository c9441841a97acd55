// The performance timeline of Node.js keeps each mark and measure until it is cleared, whether an observer sees it or not.

import { calleeOf } from './syntax.js';

const clearing = { mark: 'clearMarks', measure: 'clearMeasures' };

/** Whether a call adds an entry to the timeline, and the file never clears entries of its kind. */
export function staysInTimeline(call, program) {
  const { receiver, name } = calleeOf(call);
  if (receiver?.name !== 'performance' || !Object.hasOwn(clearing, name)) return false;
  return program.methodCallsNamed(clearing[name]).length === 0;
}
