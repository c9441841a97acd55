import { nextSorting } from './columns.ts';
import type { Column, Sorting } from './columns.ts';

/** The header of a table: each column that can be sorted is a button. */
export function GridHead({ columns, sorting, onSort, isBusy }: {
  columns: readonly Column<never>[];
  sorting: Sorting;
  onSort: ((sorting: Sorting) => void) | undefined;
  isBusy: boolean;
}) {
  return (
    <div className="grid__head" role="rowgroup">
      <div className="grid__row grid__row--head" role="row" aria-rowindex={1}>
        {columns.map((column, index) => {
          const isSorted = column.sort !== undefined && column.sort === sorting.sort;
          const order = isSorted ? sorting.order ?? (column.align === 'right' ? 'desc' : 'asc') : undefined;
          const classes = `grid__cell${column.align === 'right' ? ' grid__cell--right' : ''}${index === 0 ? ' grid__cell--first' : ''}`;
          return (
            <div key={column.id} className={classes} role="columnheader" title={column.help}
              aria-sort={order === undefined ? undefined : order === 'asc' ? 'ascending' : 'descending'}>
              {column.sort === undefined || onSort === undefined
                ? <span className="grid__title">{column.title}</span>
                : (
                  <button type="button" className="grid__title grid__title--button" onClick={() => onSort(nextSorting(column, sorting))}>
                    {column.title}
                    {order !== undefined && <span className="grid__order" aria-hidden="true">{order === 'asc' ? '▲' : '▼'}</span>}
                  </button>
                )}
            </div>
          );
        })}
      </div>
      {isBusy && <div className="grid__busy" />}
    </div>
  );
}
