import type { ReactNode } from 'react';
import type { Order, Page } from '../api/types.ts';

export interface Column<R> {
  id: string;
  title: string;
  help?: string;
  /** The name to sort by, as the server knows it; without it the column cannot be sorted. */
  sort?: string;
  align?: 'right';
  /** As in grid-template-columns; `minmax(160px, 1fr)` or, of numbers, `110px` if not given. */
  width?: string;
  render(row: R, page: Page<R>): ReactNode;
}

export interface Sorting {
  sort: string | undefined;
  order: Order | undefined;
}

/** What a click on the header of a column sorts by: numbers begin with the largest, texts with the first; again turns it round. */
export function nextSorting(column: Pick<Column<unknown>, 'sort' | 'align'>, now: Sorting): Sorting {
  const first: Order = column.align === 'right' ? 'desc' : 'asc';
  if (now.sort !== column.sort) return { sort: column.sort, order: first };
  return { sort: column.sort, order: (now.order ?? first) === 'desc' ? 'asc' : 'desc' };
}

export function template(columns: readonly Pick<Column<unknown>, 'width' | 'align'>[]): string {
  return columns.map(column => column.width ?? (column.align === 'right' ? '110px' : 'minmax(160px, 1fr)')).join(' ');
}
