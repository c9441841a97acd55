import { distance } from '../text/format.ts';

/** Steps from the root to an object; a dash if nothing leads there. */
export function DistanceCell({ steps }: { steps: number | null }) {
  return <span className="number">{steps === null ? '–' : distance(steps)}</span>;
}
