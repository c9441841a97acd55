import { useCallback, useEffect, useState } from 'react';
import { fault } from '../text/fault.ts';

export interface Data<T> {
  data: T | null;
  error: Error | null;
  isLoading: boolean;
  reload(): void;
}

interface State<T> {
  key: string | null;
  data: T | null;
  error: Error | null;
}

/** Loads once for each key (null: nothing). What was loaded before stays until the next is there, so that nothing jumps. */
export function useData<T>(key: string | null, load: (signal: AbortSignal) => Promise<T>): Data<T> {
  const [state, setState] = useState<State<T>>({ key: null, data: null, error: null });
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (key === null) return;
    const stop = new AbortController();
    load(stop.signal).then(
      data => {
        if (!stop.signal.aborted) setState({ key, data, error: null });
      },
      (error: unknown) => {
        if (!stop.signal.aborted) setState(({ data }) => ({ key, data, error: fault(error) }));
      });
    return () => stop.abort();
    // The key names what is loaded: the function may be another at each render.
  }, [key, round]);
  const reload = useCallback(() => {
    setState(previous => ({ ...previous, key: null }));
    setRound(value => value + 1);
  }, []);
  if (key === null) return { data: null, error: null, isLoading: false, reload };
  const isLoading = state.key !== key;
  return { data: state.data, error: isLoading ? null : state.error, isLoading, reload };
}
