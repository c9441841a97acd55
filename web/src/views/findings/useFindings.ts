import { useEffect, useState } from 'react';
import { get } from '../../api/client.ts';
import { listen } from '../../api/events.ts';
import type { FindingsAnswer } from '../../api/types.ts';
import { fault } from '../../text/fault.ts';

const pollMs = 1000;

interface State {
  key: string;
  answer: FindingsAnswer | null;
  error: Error | null;
}

/** The findings of some files. While the analysis runs, they are requested again at each event, and at least every second. */
export function useFindings(files: readonly string[], lang: 'en' | 'zh'): { answer: FindingsAnswer | null; error: Error | null } {
  const key = `${lang} ${files.join(',')}`;
  const [state, setState] = useState<State>({ key: '', answer: null, error: null });
  useEffect(() => {
    if (files.length === 0) return;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isAsking = false;
    const ask = async () => {
      if (isAsking) return;
      isAsking = true;
      clearTimeout(timer);
      try {
        const answer = await get<FindingsAnswer>('findings', { files, lang }, stop.signal);
        setState({ key, answer, error: null });
        if (answer.state === 'running') timer = setTimeout(() => void ask(), pollMs);
      } catch (error) {
        if (!stop.signal.aborted) setState({ key, answer: null, error: fault(error) });
      } finally {
        isAsking = false;
      }
    };
    const silence = listen('findings', event => {
      if (event.files.join(',') === files.join(',')) void ask();
    });
    void ask();
    return () => {
      stop.abort();
      clearTimeout(timer);
      silence();
    };
    // The key has the files and the language.
  }, [key]);
  return state.key === key ? state : { answer: null, error: null };
}
