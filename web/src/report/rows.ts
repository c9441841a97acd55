// Rows of a table in a report. The report has all of them, so it sorts and filters them itself.

export interface Sorting {
  column: number;
  isDescending: boolean;
}

export type SortValue = string | number;

/** Sorted by one column; equal rows keep their order. */
export function sorted<R>(rows: readonly R[], value: (row: R) => SortValue, isDescending: boolean): R[] {
  const sign = isDescending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [x, y] = [value(a), value(b)];
    if (typeof x === 'number' && typeof y === 'number') return sign * (x - y);
    return sign * (String(x) < String(y) ? -1 : String(x) > String(y) ? 1 : 0);
  });
}

/** Rows whose name contains all words of the filter; `/…/` is a regular expression. A broken one matches nothing. */
export function filtered<R>(rows: readonly R[], name: (row: R) => string, filter: string): R[] {
  const terms = filter.trim().split(/\s+/).filter(term => term !== '');
  if (terms.length === 0) return [...rows];
  const tests = terms.map(testOf);
  return rows.filter(row => tests.every(test => test(name(row))));
}

function testOf(term: string): (name: string) => boolean {
  const [, source] = /^\/(.+)\/$/.exec(term) ?? [];
  if (source === undefined) return name => name.toLowerCase().includes(term.toLowerCase());
  try {
    const pattern = new RegExp(source, 'iu');
    return name => pattern.test(name);
  } catch {
    return () => false;
  }
}
