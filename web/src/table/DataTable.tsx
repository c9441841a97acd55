import { useEffect, useState, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { Empty } from '../components/Empty.tsx';
import { ErrorNote } from '../components/ErrorNote.tsx';
import type { MenuItem } from '../components/Menu.tsx';
import type { Page, PageQuery } from '../api/types.ts';
import { t } from '../i18n/index.ts';
import type { Column } from './columns.ts';
import { Grid } from './Grid.tsx';
import { GridFoot } from './GridFoot.tsx';
import { PageModel } from './pageModel.ts';
import type { Loaded } from './pageModel.ts';

export type { Column } from './columns.ts';

export interface DataTableProps<R> {
  label: string;
  columns: readonly Column<R>[];
  fetch(query: PageQuery, signal: AbortSignal): Promise<Page<R>>;
  /** From the address: filter, sort and order. */
  query: PageQuery;
  onQuery(query: PageQuery): void;
  rowKey(row: R): string;
  selected?: string | null;
  onSelect?(row: R): void;
  onOpen?(row: R): void;
  rowHref?(row: R): string;
  /** More entries of the menu under the right button. */
  rowMenu?(row: R): MenuItem[];
  empty?: ReactNode;
  /** Another value loads everything anew: it names the source and what else `fetch` depends on. */
  refreshKey?: string;
}

/** Rows of the server in a grid that scrolls through any number of them: a window of 100 is loaded as it comes into view. */
export function DataTable<R>(props: DataTableProps<R>) {
  const { columns, query, rowKey, selected, refreshKey = '' } = props;
  const [model] = useState(() => new PageModel<R>());
  useSyncExternalStore(model.subscribe, model.snapshot);
  const listKey = `${refreshKey}\n${query.filter ?? ''}\n${query.sort ?? ''}\n${query.order ?? ''}`;
  const ask = () => model.ask(props.fetch, query);
  useEffect(() => {
    ask();
    return () => model.stop();
    // The key names everything that the answer depends on.
  }, [model, listKey]);

  if (model.error !== null && (model.isFirst || model.matching === 0)) return <ErrorNote error={model.error} onRetry={ask} />;
  if (!model.isFirst && !model.isLoading && model.matching === 0) {
    return <>{props.empty ?? <Empty title={t(model.total > 0 ? 'tableNoMatch' : 'tableEmpty')} />}</>;
  }
  return (
    <div className="grid__frame">
      {model.error !== null && <ErrorNote error={model.error} onRetry={ask} />}
      <Grid<Loaded<R>>
        role="grid" label={props.label} columns={columns as readonly Column<never>[]} listKey={listKey}
        count={model.isFirst ? 12 : model.matching}
        item={index => model.get(index)}
        state={({ row }) => {
          const key = rowKey(row);
          return { key, isSelected: selected != null && key === selected, href: props.rowHref?.(row) };
        }}
        cell={({ row, page }, index, href) => {
          const shown = columns[index]?.render(row, page);
          return index > 0 || href === undefined ? shown : <a className="grid__link" href={href} tabIndex={-1} data-row="">{shown}</a>;
        }}
        sorting={{ sort: query.sort, order: query.order }}
        onSort={({ sort, order }) => props.onQuery({ ...query, sort, order })}
        onSee={(first, end) => model.see(first, end)}
        onSelect={props.onSelect === undefined ? undefined : ({ row }) => props.onSelect?.(row)}
        onOpen={props.onOpen === undefined ? undefined : ({ row }) => props.onOpen?.(row)}
        menu={props.rowMenu === undefined ? undefined : ({ row }) => props.rowMenu?.(row) ?? []}
        isBusy={model.isLoading} />
      <GridFoot isFirst={model.isFirst} matching={model.matching} total={model.total} />
    </div>
  );
}
