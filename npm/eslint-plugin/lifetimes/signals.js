// Abort signals.

import { isText } from './syntax.js';

/** Whether a registration waits for a signal to abort: `signal.addEventListener('abort', …)`. */
export function isAbortListener({ method, event }) {
  return method === 'addEventListener' && isText(event, 'abort');
}

