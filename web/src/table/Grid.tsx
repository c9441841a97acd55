import { memo, useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent, MouseEvent, ReactNode, RefObject } from 'react';
import { GridHead } from './GridHead.tsx';
import { GridMenu } from './GridMenu.tsx';
import type { MenuItem } from '../components/Menu.tsx';
import { template } from './columns.ts';
import type { Column, Sorting } from './columns.ts';
import { blockRows, slotted } from './scroll.ts';
import { useViewport } from './useViewport.ts';
import './Grid.css';

/** What a row is, besides its cells. */
export interface RowState {
  key: string;
  isSelected?: boolean;
  isDimmed?: boolean;
  href?: string;
  /** Only of trees. */
  level?: number;
  position?: number;
  siblings?: number;
  isExpanded?: boolean;
  /** One cell over all columns. */
  isWide?: boolean;
}

export interface GridProps<I> {
  role: 'grid' | 'treegrid';
  label: string;
  columns: readonly Column<never>[];
  count: number;
  item(index: number): I | undefined;
  state(item: I): RowState;
  /** A row is drawn again when its item, its state or the columns are others; not for another function alone. */
  cell(item: I, column: number, href: string | undefined): ReactNode;
  sorting: Sorting;
  onSort?(sorting: Sorting): void;
  /** Rows that are seen now. */
  onSee?(first: number, end: number): void;
  /** By a click, or a while after the keyboard went to the row. */
  onSelect?(item: I): void;
  /** By Enter or a double click. */
  onOpen?(item: I): void;
  /** True if the key was used. */
  onKey?(event: KeyboardEvent, item: I, active: number, goTo: (index: number) => void): boolean;
  menu?(item: I): MenuItem[];
  isBusy: boolean;
  /** Changes where the list begins anew: the first row is shown. */
  listKey: string;
  /** Once it is known: the row to begin at. */
  initial?: number;
}

export function Grid<I>(props: GridProps<I>) {
  const { columns, count, item, state, onSelect, onOpen, onSee } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const { first, end, slots, spacer, rowHeight, base, top, fitting, show } = useViewport(scroller, count);
  const [active, setActive] = useState(0);
  const later = useRef<ReturnType<typeof setTimeout>>(undefined);
  const cell = useRef(props.cell as CellOf);
  cell.current = props.cell as CellOf;
  useEffect(() => onSee?.(first, end));
  useEffect(() => () => clearTimeout(later.current), []);
  useEffect(() => {
    setActive(0);
    show(0);
  }, [props.listKey, show]);
  useEffect(() => {
    if (props.initial === undefined || props.initial < 0) return;
    setActive(props.initial);
    show(props.initial);
  }, [props.initial, show]);

  const goTo = (index: number) => {
    const next = Math.max(0, Math.min(count - 1, index));
    setActive(next);
    show(next);
    clearTimeout(later.current);
    // The rows that are only passed by are not asked for.
    later.current = setTimeout(() => {
      const row = item(next);
      if (row !== undefined) onSelect?.(row);
    }, 150);
  };
  const current = Math.min(active, Math.max(0, count - 1));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const row = item(current);
    const steps: Record<string, number> = {
      ArrowDown: 1, ArrowUp: -1, PageDown: fitting - 1, PageUp: 1 - fitting, Home: -count, End: count,
    };
    const step = steps[event.key];
    if (row !== undefined && props.onKey?.(event, row, current, goTo) === true) event.preventDefault();
    else if (step !== undefined) {
      event.preventDefault();
      goTo(current + step);
    } else if (row !== undefined && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault();
      if (event.key === 'Enter' && onOpen !== undefined) onOpen(row);
      else onSelect?.(row);
    }
  };
  const rowAt = (event: MouseEvent) => {
    const element = (event.target as HTMLElement).closest<HTMLElement>('[data-index]');
    return element === null ? -1 : Number(element.dataset.index);
  };
  const onClick = (event: MouseEvent) => {
    const index = rowAt(event);
    const row = item(index);
    const target = event.target as HTMLElement;
    if (row === undefined || target.closest('button, input') !== null) return;
    const { href } = state(row);
    const isBeside = event.ctrlKey || event.metaKey || event.shiftKey || event.button === 1;
    const link = target.closest('a');
    if (isBeside) {
      if (link === null && href !== undefined) open(href, '_blank');
      return;
    }
    if (event.button !== 0 || (link !== null && link.dataset.row === undefined)) return;
    event.preventDefault();
    clearTimeout(later.current);
    setActive(index);
    scroller.current?.focus({ preventScroll: true });
    onSelect?.(row);
  };

  const drawn = (index: number) => {
    const row = item(index);
    const about = row === undefined ? undefined : state(row);
    return (
      <GridRow key={index % blockRows} id={`${id}-${index}`} index={index} columns={columns} item={row} cell={cell} {...about}
        rowKey={about?.key} isActive={index === current} />
    );
  };
  const blocks = slotted(first, end, slots).map((from, slot) => from !== undefined && (
    <div key={slot} className="grid__block" role="presentation" style={{ top: (from - base) * rowHeight }}>
      {Array.from({ length: Math.min(blockRows, end - from) }, (_, at) => drawn(from + at))}
    </div>
  ));
  return (
    <GridMenu items={event => {
      // Opened by a key, it is for the row that has the focus.
      const row = item(event.target === scroller.current ? current : rowAt(event));
      return row === undefined ? [] : { href: state(row).href, more: props.menu?.(row) ?? [] };
    }}>
      <div ref={scroller} className="grid" role={props.role} aria-label={props.label}
        aria-rowcount={count + 1} aria-colcount={columns.length} aria-busy={props.isBusy} tabIndex={0}
        aria-activedescendant={count > 0 ? `${id}-${current}` : undefined}
        style={{ '--grid-columns': template(columns) } as React.CSSProperties}
        onKeyDown={onKeyDown} onClick={onClick} onAuxClick={onClick}
        onDoubleClick={event => {
          const row = item(rowAt(event));
          if (row !== undefined && (event.target as HTMLElement).closest('button') === null) onOpen?.(row);
        }}>
        <div className="grid__canvas" role="presentation">
          <GridHead columns={columns} sorting={props.sorting} onSort={props.onSort} isBusy={props.isBusy} />
          <div className="grid__body" role="rowgroup" style={{ height: spacer }}>
            <div className="grid__layer" role="presentation" style={{ transform: `translateY(${top}px)` }}>{blocks}</div>
          </div>
        </div>
      </div>
    </GridMenu>
  );
}

type CellOf = (item: unknown, column: number, href: string | undefined) => ReactNode;

interface GridRowProps extends Omit<RowState, 'key'> {
  id: string;
  index: number;
  columns: readonly Column<never>[];
  item: unknown;
  cell: RefObject<CellOf>;
  rowKey?: string;
  isActive: boolean;
}

const GridRow = memo(function GridRow(row: GridRowProps) {
  const { columns, item, cell } = row;
  const classes = ['grid__row', row.isActive ? 'grid__row--active' : '', row.isDimmed === true ? 'grid__row--dimmed' : ''];
  return (
    <div id={row.id} className={classes.join(' ')} role="row" data-index={row.index} aria-rowindex={row.index + 2}
      aria-selected={row.isSelected ?? false} aria-level={row.level}
      aria-posinset={row.position} aria-setsize={row.siblings} aria-expanded={row.isExpanded}>
      {row.isWide === true
        ? <div className="grid__cell grid__cell--wide" role="gridcell" aria-colspan={columns.length}>{cell.current(item, 0, row.href)}</div>
        : columns.map((column, index) => (
          <div key={column.id} role="gridcell"
            className={`grid__cell${column.align === 'right' ? ' grid__cell--right' : ''}${index === 0 ? ' grid__cell--first' : ''}`}>
            {item === undefined ? <span className="grid__skeleton" /> : cell.current(item, index, row.href)}
          </div>
        ))}
    </div>
  );
});
