import { type ReactNode, useState } from 'react';
import { Button } from '../components/Button.tsx';
import { t } from '../i18n/index.ts';
import { count } from '../text/format.ts';
import { PlainTable } from '../views/findings/PlainTable.tsx';
import { sorted, type Sorting, type SortValue } from './rows.ts';

export interface SortColumn<R> {
  title: string;
  value(row: R): SortValue;
  render(row: R): ReactNode;
  isNumber?: boolean;
  className?: string;
}

const firstShown = 200;

/** A table that has all of its rows: a click on a heading sorts; only the first 200 are shown until a person asks for all. */
export function SortTable<R>({ label, columns, rows, preset, rowKey }: {
  label: string;
  columns: readonly SortColumn<R>[];
  rows: readonly R[];
  /** How it is sorted at first; null keeps the order given. */
  preset: Sorting | null;
  rowKey(row: R): string;
}) {
  const [sorting, setSorting] = useState(preset);
  const [isWhole, setIsWhole] = useState(false);
  const column = sorting === null ? undefined : columns[sorting.column];
  const all = column === undefined || sorting === null ? rows : sorted(rows, row => column.value(row), sorting.isDescending);
  const shown = isWhole ? all : all.slice(0, firstShown);
  const sortBy = (index: number) => setSorting(previous => ({
    column: index,
    isDescending: previous?.column === index ? !previous.isDescending : columns[index]?.isNumber === true,
  }));
  return (
    <>
      <PlainTable label={label}>
        <thead>
          <tr>
            {columns.map(({ title, isNumber }, index) => {
              const isSorted = sorting?.column === index;
              const order = isSorted ? (sorting.isDescending ? 'descending' : 'ascending') : undefined;
              return (
                <th key={title} scope="col" aria-sort={order} className={isNumber === true ? 'number' : undefined}>
                  <button type="button" className="plain-table__sort" onClick={() => sortBy(index)}>
                    {title}{isSorted && <span aria-hidden="true">{sorting.isDescending ? ' ↓' : ' ↑'}</span>}
                  </button>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {shown.map(row => (
            <tr key={rowKey(row)}>
              {columns.map(({ title, render, isNumber, className = '' }) =>
                <td key={title} className={`${isNumber === true ? 'number ' : ''}${className}`}>{render(row)}</td>)}
            </tr>
          ))}
        </tbody>
      </PlainTable>
      {shown.length < all.length && (
        <p><Button kind="quiet" onClick={() => setIsWhole(true)}>{t('reportShowAll', { total: count(all.length) })}</Button></p>
      )}
    </>
  );
}
