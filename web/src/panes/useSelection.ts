import { snapshotOf } from '../app/places.ts';
import type { Route } from '../app/route.ts';
import { useSession } from '../app/session.ts';

/** The selected object and the snapshot that it is in. */
export function useSelection(route: Route): { file: string | null; id: number | null } {
  const { session } = useSession();
  const snapshot = session === null ? null : snapshotOf(route.files, session.sources, route.parameters.in);
  return { file: snapshot?.state === 'ready' ? snapshot.id : null, id: route.selected };
}
