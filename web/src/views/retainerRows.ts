import type { EdgeRow, Page, PathStep } from '../api/types.ts';

/** A retainer at one place of the tree: the same object may stand at many. */
export interface RetainerRow extends EdgeRow {
  key: string;
  /** Ids from the object that is asked about up to here, without this one. */
  below: readonly number[];
  /** It is one of those below it: going on would come here again. */
  isCycle: boolean;
}

export interface RetainerParent {
  id: number;
  key: string;
  below: readonly number[];
}

export function placed(page: Page<EdgeRow>, parent: RetainerParent): Page<RetainerRow> {
  const below = [...parent.below, parent.id];
  const rows = page.rows.map(row => (
    { ...row, key: keyOf(parent.key, row.id, row.edgeType, row.edge), below, isCycle: below.includes(row.id) }));
  return { ...page, rows };
}

function keyOf(parent: string, id: number, edgeType: string, edge: string): string {
  return `${parent}/${id} ${edgeType} ${edge}`;
}

/** Keys of the rows along a path to the root, to expand them; ends where equal hops are summed up. */
export function keysAlong(steps: readonly PathStep[] | undefined): string[] {
  const keys: string[] = [];
  let key = '';
  for (let index = (steps?.length ?? 0) - 1; index > 0; index--) {
    const step = steps?.[index];
    const holder = steps?.[index - 1];
    if (step === undefined || holder === undefined || step.repeat > 1 || holder.repeat > 1) break;
    key = keyOf(key, holder.nodeId, step.edgeType, step.edge);
    keys.push(key);
  }
  return keys;
}
