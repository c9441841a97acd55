import type { Order, PageQuery } from '../api/types.ts';
import { go } from './route.ts';
import type { Route } from './route.ts';

/** Filter, sort and order of a view, as the address has them. */
export function queryOf(route: Route, preset: PageQuery = {}): PageQuery {
  const { filter, sort, order } = route.parameters;
  return {
    filter: filter ?? preset.filter,
    sort: sort ?? preset.sort,
    order: (sort === undefined ? undefined : order as Order | undefined) ?? preset.order,
  };
}

/** Writes them back, without a new entry for the back button. */
export function setQuery({ filter, sort, order }: PageQuery): void {
  go({ parameters: { filter: filter ?? '', sort: sort ?? '', order: order ?? '' } }, true);
}
