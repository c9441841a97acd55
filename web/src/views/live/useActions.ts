import { useCallback, useEffect, useRef, useState } from 'react';
import { get, post } from '../../api/client.ts';
import type { LiveState, SnapshotEstimate, Source } from '../../api/types.ts';
import { go } from '../../app/route.ts';
import { updateSource } from '../../app/session.ts';
import { fault } from '../../text/fault.ts';

/** A snapshot that the person still has to confirm. */
export interface Asked {
  estimate: SnapshotEstimate;
  /** Seconds between two snapshots; null for one. */
  apart: number | null;
}

export type Step = 'collect' | 'sample' | 'estimate' | 'snapshot' | 'first' | 'between' | 'second';

export interface Actions {
  step: Step | null;
  /** Seconds left until the second snapshot. */
  secondsLeft: number;
  /** The part of that time that is over, 0 to 1. */
  waited: number;
  asked: Asked | null;
  error: Error | null;
  collect(): void;
  sample(seconds: number): void;
  /** Estimates the cost. A snapshot from outside is taken at once; any other must be confirmed. */
  snapshot(apart: number | null): void;
  confirm(): void;
  cancel(): void;
}

/** What can be done to a watched process, one thing at a time. */
export function useActions(pid: number): Actions {
  const [step, setStep] = useState<Step | null>(null);
  const [wait, setWait] = useState({ left: 0, all: 0 });
  const [asked, setAsked] = useState<Asked | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const stop = useRef<AbortController | null>(null);

  const run = useCallback((first: Step, work: (signal: AbortSignal) => Promise<void>) => {
    stop.current?.abort();
    const mine = new AbortController();
    stop.current = mine;
    setError(null);
    setStep(first);
    work(mine.signal).catch((problem: unknown) => {
      if (!mine.signal.aborted) setError(fault(problem));
    }).finally(() => {
      if (stop.current === mine) setStep(null);
    });
  }, []);
  useEffect(() => () => stop.current?.abort(), [pid]);

  const take = useCallback((apart: number | null) => run(apart === null ? 'snapshot' : 'first', async signal => {
    const one = await takeSnapshot(pid, signal);
    if (apart === null) return;
    setStep('between');
    for (let left = apart; left > 0; left--) {
      setWait({ left, all: apart });
      await second(signal);
    }
    setStep('second');
    const two = await takeSnapshot(pid, signal);
    go({ view: 'findings', files: [one.id, two.id], selected: null });
  }), [pid, run]);

  return {
    step,
    secondsLeft: wait.left,
    waited: wait.all > 0 ? 1 - wait.left / wait.all : 0,
    asked,
    error,
    collect: () => run('collect', async signal => {
      await post<LiveState>(`live/${pid}/collect`, {}, signal);
    }),
    sample: seconds => run('sample', async signal => {
      const source = await post<Source>(`live/${pid}/sample`, { seconds }, signal);
      updateSource(source);
      go({ view: 'allocation', files: [source.id], selected: null });
    }),
    snapshot: apart => run('estimate', async signal => {
      const estimate = await get<SnapshotEstimate>(`live/${pid}/estimate`, {}, signal);
      if (estimate.way === 'outside' && estimate.refusal === null) take(apart);
      else setAsked({ estimate, apart });
    }),
    confirm: () => {
      setAsked(null);
      if (asked !== null) take(asked.apart);
    },
    cancel: () => {
      setAsked(null);
      stop.current?.abort();
      setStep(null);
    },
  };
}

async function takeSnapshot(pid: number, signal: AbortSignal): Promise<Source> {
  const source = await post<Source>(`live/${pid}/snapshot`, { accept: true }, signal);
  updateSource(source);
  return source;
}

function second(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, 1000);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new Error('stopped'));
    }, { once: true });
  });
}
