import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { Empty } from '../components/Empty.tsx';
import { ErrorNote } from '../components/ErrorNote.tsx';
import type { MenuItem } from '../components/Menu.tsx';
import type { Page, PageQuery } from '../api/types.ts';
import { t } from '../i18n/index.ts';
import type { Column } from './columns.ts';
import { Grid } from './Grid.tsx';
import { GridFoot } from './GridFoot.tsx';
import { TreeModel } from './treeModel.ts';
import type { TreeItem, TreeMore, TreeNode } from './treeModel.ts';
import { TreeMoreRow } from './TreeMoreRow.tsx';

export interface TreeTableProps<R> {
  label: string;
  columns: readonly Column<R>[];
  roots(query: PageQuery, signal: AbortSignal): Promise<Page<R>>;
  children(row: R, query: PageQuery, signal: AbortSignal): Promise<Page<R>>;
  canExpand(row: R): boolean;
  rowKey(row: R): string;
  /** Keys that are expanded at first, at any level, each once. */
  expand?: readonly string[];
  selected?: string | null;
  onSelect?(row: R): void;
  onOpen?(row: R): void;
  rowHref?(row: R): string | undefined;
  /** More entries of the menu under the right button. */
  rowMenu?(row: R): MenuItem[];
  refreshKey?: string;
  isDimmed?(row: R): boolean;
  /** From the address, where the rows can be sorted and filtered. The order holds for children, too. */
  query?: PageQuery;
  onQuery?(query: PageQuery): void;
  empty?: ReactNode;
}

const noQuery: PageQuery = {};

/** A tree whose branches are loaded as they are opened. Keys as in a tree grid: right opens, left closes or goes to the parent. */
export function TreeTable<R>(props: TreeTableProps<R>) {
  const { columns, query = noQuery, onQuery, selected, refreshKey = '' } = props;
  const [model] = useState(() => new TreeModel<R>());
  const version = useSyncExternalStore(model.subscribe, model.snapshot);
  const sourceKey = `${refreshKey}\n${query.filter ?? ''}`;
  const listKey = `${sourceKey}\n${query.sort ?? ''}\n${query.order ?? ''}`;
  const known = useRef(sourceKey);
  const ask = () => {
    model.ask(props, query, props.expand ?? [], known.current === sourceKey);
    known.current = sourceKey;
  };
  useEffect(() => {
    ask();
    return () => model.stop();
    // The key names everything that the answer depends on.
  }, [model, listKey]);
  // The row that was selected when the list appeared is scrolled to, once it is there.
  const wanted = useRef({ listKey: '', selected: '' });
  const initial = useMemo(() => {
    if (selected == null || wanted.current.listKey === listKey) return undefined;
    const index = model.indexOf(node => node.key === selected);
    if (index < 0) return undefined;
    wanted.current = { listKey, selected };
    return index;
  }, [version, listKey, selected]);

  if (model.error !== null) return <ErrorNote error={model.error} onRetry={ask} />;
  if (!model.isFirst && !model.isLoading && model.items.length === 0) {
    return <>{props.empty ?? <Empty title={t(model.total > 0 ? 'tableNoMatch' : 'tableEmpty')} />}</>;
  }
  const more = (item: TreeMore<R>, limit: number) => model.more(item.parent, limit);
  const key = (event: KeyboardEvent, item: TreeItem<R>, active: number, goTo: (index: number) => void) => {
    if (item.kind === 'more') {
      if (event.key === 'Enter' || event.key === ' ') more(item, 100);
      else if (event.key === 'ArrowLeft') goTo(model.items.indexOf(item.parent as TreeNode<R>));
      else return false;
      return true;
    }
    if (event.key === 'ArrowRight') {
      if (item.canExpand && !item.isExpanded) model.toggle(item, true);
      else if (item.isExpanded) goTo(active + 1);
      return true;
    }
    if (event.key === 'ArrowLeft') {
      if (item.isExpanded) model.toggle(item, false);
      else if (item.parent !== null) goTo(model.items.indexOf(item.parent));
      return true;
    }
    return false;
  };
  return (
    <div className="grid__frame">
      <Grid<TreeItem<R>>
        role="treegrid" label={props.label} columns={columns as readonly Column<never>[]} listKey={listKey} initial={initial}
        count={model.isFirst ? 12 : model.items.length}
        item={index => model.items[index]}
        state={item => (item.kind === 'more'
          ? { key: 'more', level: item.level, isWide: true }
          : {
            key: item.key,
            isSelected: selected != null && item.key === selected,
            isDimmed: props.isDimmed?.(item.row) ?? false,
            href: props.rowHref?.(item.row),
            level: item.level,
            position: item.position,
            siblings: item.parent === null ? model.matching : item.parent.matching,
            isExpanded: item.canExpand ? item.isExpanded : undefined,
          })}
        cell={(item, index, href) => (item.kind === 'more'
          ? <TreeMoreRow item={item} onMore={limit => more(item, limit)} />
          : index === 0
            ? <TreeCell node={item} href={href} onToggle={() => model.toggle(item)}>
              {columns[0]?.render(item.row, item.page)}
            </TreeCell>
            : columns[index]?.render(item.row, item.page))}
        sorting={{ sort: query.sort, order: query.order }}
        onSort={onQuery === undefined ? undefined : ({ sort, order }) => onQuery({ ...query, sort, order })}
        onSee={(_, end) => {
          const last = model.items[Math.min(end, model.items.length) - 1];
          // Roots come by themselves as they are scrolled to.
          const isWaiting = last?.kind === 'more' && last.remaining > 0 && !last.isLoading && last.error === null;
          if (isWaiting && last.parent === null) more(last, 500);
        }}
        onSelect={item => {
          if (item.kind === 'node') props.onSelect?.(item.row);
        }}
        onOpen={item => {
          if (item.kind === 'more') more(item, 100);
          else if (props.onOpen !== undefined) props.onOpen(item.row);
          else model.toggle(item);
        }}
        onKey={key}
        menu={props.rowMenu === undefined ? undefined : item => (item.kind === 'node' ? props.rowMenu?.(item.row) ?? [] : [])}
        isBusy={model.isBusy} />
      <GridFoot isFirst={model.isFirst} matching={model.matching} total={model.total} />
    </div>
  );
}

function TreeCell<R>({ node, href, onToggle, children }: {
  node: TreeNode<R>;
  href: string | undefined;
  onToggle(): void;
  children: ReactNode;
}) {
  return (
    <>
      <span className="tree__indent" style={{ width: (node.level - 1) * 14 }} />
      <button type="button" tabIndex={-1} className={`grid__twisty${node.canExpand ? '' : ' grid__twisty--none'}`}
        aria-label={t(node.isExpanded ? 'tableClose' : 'tableOpen')} onClick={onToggle}>
        {node.isExpanded ? '▼' : '▶'}
      </button>
      {href === undefined ? children : <a className="grid__link" href={href} tabIndex={-1} data-row="">{children}</a>}
    </>
  );
}
