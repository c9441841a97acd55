import { useCallback, useEffect, useState } from 'react';
import { post, url } from '../../api/client.ts';
import { listen } from '../../api/events.ts';
import type { LiveState } from '../../api/types.ts';
import { fault } from '../../text/fault.ts';
import { withNews } from './state.ts';

export interface Live {
  state: LiveState | null;
  error: Error | null;
  attach(): void;
}

/** Processes being detached from: attaching again waits until that is done. */
const leaving = new Map<number, Promise<void>>();

/** Works while the tab closes, too, so that the process is always left as it was. */
async function detach(pid: number): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  await fetch(url(`live/${pid}/detach`), { method: 'POST', keepalive: true, headers, body: '{}' }).catch(() => {});
}

/** Watches a process for as long as the view is there. */
export function useLive(pid: number): Live {
  const [state, setState] = useState<LiveState | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    setError(null);
    // Events that come before the answer are newer than it.
    const silence = listen('live', news => setState(previous => {
      if (news.pid !== pid) return previous;
      return withNews(previous ?? empty(pid), news);
    }));
    const attaching = (leaving.get(pid) ?? Promise.resolve()).then(() => post<LiveState>(`live/${pid}/attach`, {}, stop.signal));
    attaching.then(
      answer => setState(previous => (previous !== null && previous.pid === pid && previous.samples.length > answer.samples.length
        ? previous : answer)),
      (problem: unknown) => {
        if (!stop.signal.aborted) setError(fault(problem));
      });
    const leave = () => leaving.set(pid, detach(pid));
    addEventListener('pagehide', leave);
    return () => {
      stop.abort();
      silence();
      removeEventListener('pagehide', leave);
      leave();
      setState(null);
    };
  }, [pid, round]);
  const attach = useCallback(() => setRound(value => value + 1), []);
  return { state, error, attach };
}

function empty(pid: number): LiveState {
  return {
    pid, state: 'attaching', error: null, nodeVersion: null, script: null, samples: [], spaces: [], activity: null, collection: null,
    taken: [],
  };
}
