import { get } from '../api/client.ts';
import type { Overview } from '../api/types.ts';

const known = new Map<string, Promise<Overview>>();

/** A snapshot's totals, asked for once. */
export function overview(id: string): Promise<Overview> {
  const asked = known.get(id) ?? get<Overview>(`snapshots/${id}`);
  known.set(id, asked);
  asked.catch(() => known.delete(id));
  return asked;
}
