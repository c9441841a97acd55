import { useSyncExternalStore } from 'react';
import { get, post, upload } from '../api/client.ts';
import { listen, onOpen } from '../api/events.ts';
import type { Session, Source } from '../api/types.ts';
import { fault } from '../text/fault.ts';

// What the server has open, the same for every view; changes come as events.

export interface SessionState {
  session: Session | null;
  error: Error | null;
}

const listeners = new Set<() => void>();
let state: SessionState = { session: null, error: null };
const asking = new Set<Map<string, Source>>();

export function useSession(): SessionState {
  return useSyncExternalStore(
    listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
}

export function currentSession(): Session | null {
  return state.session;
}

export function reloadSession(): void {
  // News that come before the answer are newer, or a newer one follows.
  const news = new Map<string, Source>();
  asking.add(news);
  get<Session>('session').then(
    session => set({ session: { ...session, sources: session.sources.map(source => news.get(source.id) ?? source) }, error: null }),
    (error: unknown) => set({ session: state.session, error: fault(error) }))
    .finally(() => asking.delete(news));
}

/** Takes in what an answer or an event says about a source. */
export function updateSource(source: Source): void {
  for (const news of asking) news.set(source.id, source);
  const { session } = state;
  if (session === null) return;
  const isKnown = session.sources.some(known => known.id === source.id);
  const sources = isKnown ? session.sources.map(known => (known.id === source.id ? source : known)) : [...session.sources, source];
  set({ ...state, session: { ...session, sources } });
}

export async function openSource(id: string): Promise<void> {
  updateSource(await post<Source>(`sources/${id}/open`));
}

export async function cancelSource(id: string): Promise<void> {
  updateSource(await post<Source>(`sources/${id}/cancel`));
}

export async function uploadFile(file: File, signal?: AbortSignal): Promise<Source> {
  const source = await upload<Source>(file, signal);
  updateSource(source);
  return source;
}

/** Asks what the server has, and listens from then on. Once, as the page begins. */
export function startSession(): void {
  listen('source', updateSource);
  onOpen(reloadSession);
  reloadSession();
}

function set(next: SessionState): void {
  state = next;
  for (const listener of listeners) listener();
}
