import { snapshotOf } from '../app/places.ts';
import type { Route } from '../app/route.ts';
import { useSession } from '../app/session.ts';

/** The snapshot that a view of one shows: the one that the address names, else its last. */
export function useSnapshot(route: Route): string | undefined {
  const { session } = useSession();
  const last = route.files.at(-1);
  return session === null ? last : snapshotOf(route.files, session.sources, route.parameters.in)?.id ?? last;
}
