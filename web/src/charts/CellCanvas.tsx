import { useEffect, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { objectMenu } from '../app/objectMenu.ts';
import { KindMark } from '../components/KindMark.tsx';
import { t } from '../i18n/index.ts';
import { GridMenu } from '../table/GridMenu.tsx';
import { bytes, bytesOf, count } from '../text/format.ts';
import { Untrusted } from '../text/Untrusted.tsx';
import './CellCanvas.css';
import { cellAt, cellOf, neighbour, type LaidCell } from './cells.ts';
import { HoverCard } from './HoverCard.tsx';
import { cellLabel, paintCells } from './paintCells.ts';
import { useTheme } from './theme.ts';

export interface CellCanvasProps {
  label: string;
  form: 'treemap' | 'icicle';
  cells: readonly LaidCell[];
  width: number;
  height: number;
  /** 100 % of the shares: the whole heap. */
  total: number;
  selected: number | null;
  onSelect(id: number): void;
  onZoom(id: number): void;
  onZoomOut(): void;
  /** The address of an object in a tab of its own. */
  hrefOf(id: number): string;
}

/** Cells on a canvas, with a card at the pointer and the keys of a tree. */
export function CellCanvas({ label, form, cells, width, height, total, selected, onSelect, onZoom, onZoomOut, hrefOf }: CellCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  const [hover, setHover] = useState<{ index: number; x: number; y: number } | null>(null);
  const [moved, setMoved] = useState<{ cells: readonly LaidCell[]; index: number } | null>(null);
  const active = moved?.cells === cells ? moved.index : cellOf(cells, selected);

  useEffect(() => {
    if (canvas.current !== null && width > 0 && height > 0) paintCells(canvas.current, cells, width, height, form);
  }, [cells, width, height, form, theme]);

  const at = (event: MouseEvent): number => {
    const box = canvas.current?.getBoundingClientRect();
    return box === undefined ? -1 : cellAt(cells, event.clientX - box.left, event.clientY - box.top);
  };
  const move = (index: number): void => {
    const cell = cells[index];
    if (cell === undefined) return;
    setMoved({ cells, index });
    if (cell.role === 'node') onSelect(cell.cell.id);
  };
  const zoom = (index: number): void => {
    const cell = cells[index];
    if (cell !== undefined && cell.cell.childCount > 0) onZoom(cell.cell.id);
  };
  const beside = (index: number): void => {
    const cell = cells[index];
    if (cell !== undefined) open(hrefOf(cell.cell.id), '_blank');
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = steps[event.key];
    if (step !== undefined) move(neighbour(cells, active, step));
    else if (event.key === 'Enter') zoom(active);
    else if (event.key === 'Backspace') onZoomOut();
    else return;
    event.preventDefault();
  };

  const hovered = hover === null ? undefined : cells[hover.index];
  const current = cells[active];
  return (
    <GridMenu
      items={event => {
        const cell = cells[at(event)];
        return cell === undefined ? [] : { href: hrefOf(cell.cell.id), more: objectMenu(cell.cell.id) };
      }}
    >
      <div
        className="cell-canvas"
        role="application"
        aria-roledescription={form === 'treemap' ? t('exploreTreemap') : t('exploreIcicle')}
        aria-label={`${label}. ${t('exploreCellKeys')}`}
        tabIndex={0}
        style={{ width, height }}
        onKeyDown={onKeyDown}
        onMouseMove={event => {
          const box = canvas.current?.getBoundingClientRect();
          if (box !== undefined) setHover({ index: at(event), x: event.clientX - box.left, y: event.clientY - box.top });
        }}
        onMouseLeave={() => setHover(null)}
        onClick={event => event.ctrlKey || event.metaKey ? beside(at(event)) : move(at(event))}
        onAuxClick={event => event.button === 1 && beside(at(event))}
        onDoubleClick={event => zoom(at(event))}
      >
        <canvas ref={canvas} className="cell-canvas__picture" style={{ width, height }} />
        {hovered !== undefined && <Frame cell={hovered} isActive={false} />}
        {current !== undefined && <Frame cell={current} isActive />}
        {hovered !== undefined && hover !== null && (
          <Card cell={hovered} total={total} x={hover.x} y={hover.y} width={width} height={height} />
        )}
        <p className="visually-hidden" aria-live="polite">
          {current !== undefined && `${cellLabel(current)}, ${bytesOf(current.bytes, total)}`}
        </p>
      </div>
    </GridMenu>
  );
}

const steps: Readonly<Record<string, 'next' | 'previous' | 'in' | 'out'>> = {
  ArrowRight: 'next', ArrowLeft: 'previous', ArrowDown: 'in', ArrowUp: 'out',
};

function Frame({ cell, isActive }: { cell: LaidCell; isActive: boolean }) {
  return (
    <div
      className={`cell-canvas__frame${isActive ? ' cell-canvas__frame--active' : ''}`}
      style={{ left: cell.x0, top: cell.y0, width: cell.x1 - cell.x0, height: cell.y1 - cell.y0 }}
    />
  );
}

function Card({ cell, total, x, y, width, height }: {
  cell: LaidCell;
  total: number;
  x: number;
  y: number;
  width: number;
  height: number;
}) {
  const { cell: object } = cell;
  return (
    <HoverCard x={x} y={y} width={width} height={height}>
      {cell.role !== 'node' && <div className="cell-canvas__role">{cellLabel(cell)}</div>}
      <div className="cell-canvas__name">
        <KindMark kind={object.kind} />
        <Untrusted text={object.className} max={60} />
        <span className="cell-canvas__id">@{object.id}</span>
      </div>
      {object.name !== '' && object.name !== object.className && <div className="mono"><Untrusted text={object.name} max={80} /></div>}
      <dl className="hover-card__sizes">
        {cell.role === 'rest' && <><dt>{t('exploreTogether')}</dt><dd className="number">{bytesOf(cell.bytes, total)}</dd></>}
        <dt>{t('exploreRetained')}</dt>
        <dd className="number">{bytesOf(object.retainedBytes, total)}</dd>
        <dt>{t('exploreShallow')}</dt>
        <dd className="number">{bytes(object.selfBytes)}</dd>
        <dt>{t('exploreDominates')}</dt>
        <dd className="number">{count(object.childCount)}</dd>
      </dl>
    </HoverCard>
  );
}
