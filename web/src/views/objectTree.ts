import { get } from '../api/client.ts';
import type { ClassRow, EdgeRow, ObjectRow, Page, PageQuery } from '../api/types.ts';

// Trees of classes, their objects, and what those reference: rows of three sorts in one table.

export type ClassItem<C> = { sort: 'class'; key: string; row: C };
export type ObjectItem = { sort: 'object'; key: string; row: ObjectRow };
export type EdgeItem = { sort: 'edge'; key: string; row: EdgeRow };
export type TreeRow<C> = ClassItem<C> | ObjectItem | EdgeItem;

/** An object's row is found by its id, wherever it is. */
export function objectKey(id: number): string {
  return `o${id}`;
}

export function classKey(key: string): string {
  return `c${key}`;
}

export function classPage<C extends { key: string }>(page: Page<C>): Page<TreeRow<C>> {
  return { ...page, rows: page.rows.map(row => ({ sort: 'class', key: classKey(row.key), row })) };
}

export function objectPage<C = ClassRow>(page: Page<ObjectRow>): Page<TreeRow<C>> {
  return { ...page, rows: page.rows.map(row => ({ sort: 'object', key: objectKey(row.id), row })) };
}

/** What an object references, in the order of the table where that fits edges. */
export async function edgesOf<C>(file: string, id: number, query: PageQuery, signal: AbortSignal): Promise<Page<TreeRow<C>>> {
  const page = await get<Page<EdgeRow>>(`snapshots/${file}/objects/${id}/edges`, { ...childQuery(query, edgeSorts) }, signal);
  return { ...page, rows: page.rows.map(row => ({ sort: 'edge', key: objectKey(row.id), row })) };
}

const objectSorts = ['retained', 'shallow', 'distance'] as const;
const edgeSorts = ['retained', 'shallow', 'name'] as const;

/** The query for children: without the filter, which is for classes, and by retained size where their order is another's. */
export function childQuery({ sort, order, offset, limit }: PageQuery, sorts: readonly string[] = objectSorts): PageQuery {
  return sort !== undefined && sorts.includes(sort) ? { sort, order, offset, limit } : { sort: 'retained', order: 'desc', offset, limit };
}
