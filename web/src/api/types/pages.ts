// Pages of rows, and what goes wrong. Bytes are numbers, ids are V8's, lines and columns count from 1.

/** A page of a longer list. `matching` rows pass the filter, `total` exist. */
export interface Page<T> {
  total: number;
  matching: number;
  offset: number;
  rows: T[];
}

export type Order = 'asc' | 'desc';

export interface PageQuery {
  /** Terms: text, /regex/, >1MB, <10kB (retained size), @123. All must hold. */
  filter?: string;
  sort?: string;
  order?: Order;
  offset?: number;
  limit?: number;
}
