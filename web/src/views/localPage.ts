import type { Page, PageQuery } from '../api/types.ts';

/** A page of rows that the page has already, for tables that otherwise ask the server. */
export function slice<T>(rows: readonly T[], { offset = 0, limit = 100 }: PageQuery, total = rows.length): Page<T> {
  return { total, matching: rows.length, offset, rows: rows.slice(offset, offset + limit) };
}
