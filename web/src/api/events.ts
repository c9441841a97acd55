import type { LiveState, Sample, Source, Space } from './types.ts';

/** One stream for everything: browsers allow six connections to a host. */
export interface Events {
  source: Source;
  findings: { files: string[] };
  live: Omit<LiveState, 'samples' | 'spaces'> & { sample: Sample | null; spaces: Space[] | null };
}

type Listener<K extends keyof Events> = (event: Events[K]) => void;

/** Called whenever the stream opens, also after it was cut: what happened before was not heard. */
const openers = new Set<() => void>();
const listeners = new Map<keyof Events, Set<(event: never) => void>>();
let stream: EventSource | null = null;

/** Calls the listener until the returned function is called. */
export function listen<K extends keyof Events>(name: K, listener: Listener<K>): () => void {
  const set = listeners.get(name) ?? new Set();
  listeners.set(name, set);
  set.add(listener as (event: never) => void);
  open();
  return () => {
    set.delete(listener as (event: never) => void);
  };
}

export function onOpen(opener: () => void): void {
  openers.add(opener);
  open();
}

function open(): void {
  if (stream !== null) return;
  stream = new EventSource('/api/events');
  stream.addEventListener('open', () => {
    for (const opener of openers) opener();
  });
  for (const name of ['source', 'findings', 'live'] as const) {
    stream.addEventListener(name, message => {
      const event = JSON.parse((message as MessageEvent<string>).data) as never;
      for (const listener of listeners.get(name) ?? []) listener(event);
    });
  }
}
