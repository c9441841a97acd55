import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { t } from '../i18n/index.ts';
import { GridMenu, type RowMenu } from '../table/GridMenu.tsx';
import { bytesOf, count } from '../text/format.ts';
import { Untrusted } from '../text/Untrusted.tsx';
import './FlameGraph.css';
import { boxAt, flameBoxes, panned, steered, viewOf, zoomed, type FlameBox, type FlameCall, type FlameView } from './flameTree.ts';
import { HoverCard } from './HoverCard.tsx';
import { flameRow, ownerColors, paintFlame } from './paintFlame.ts';
import { useTheme } from './theme.ts';
import { useSize } from './useSize.ts';

export interface FlameGraphProps {
  label: string;
  calls: readonly FlameCall[];
  /** Calls that a search found; null without a search. */
  found: ReadonlySet<number> | null;
  /** A function whose calls are outlined. */
  marked: string | null;
  onMark(key: string): void;
}

/** Calls by the bytes they allocated, callers above. A click zooms in, W A S D or the arrows move and zoom, F shows everything. */
export function FlameGraph({ label, calls, found, marked, onMark }: FlameGraphProps) {
  const host = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height } = useSize(host);
  const theme = useTheme();
  const total = Math.max(1, calls[0]?.frame.totalBytes ?? 1);
  const [kept, setKept] = useState<{ calls: readonly FlameCall[]; view: FlameView } | null>(null);
  const view = kept?.calls === calls ? kept.view : { from: 0, to: total };
  const [top, setTop] = useState(0);
  const [hover, setHover] = useState<{ box: FlameBox; x: number; y: number } | null>(null);
  const boxes = useMemo(
    () => width > 0 ? flameBoxes(calls, view, width) : [],
    [calls, view.from, view.to, width]);
  const depth = boxes.reduce((most, box) => Math.max(most, box.depth), 0) + 1;

  useEffect(() => {
    if (canvas.current !== null && width > 0 && height > 0) {
      paintFlame(canvas.current, { calls, boxes, width, height, top, found, marked });
    }
  }, [calls, boxes, width, height, top, found, marked, theme]);

  const change = (next: FlameView): void => setKept({ calls, view: next });
  const latest = useRef({ view, total, change });
  latest.current = { view, total, change };
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    // Not by React, whose wheel listeners cannot keep the page from zooming.
    const onWheel = (event: WheelEvent): void => {
      const { view: now, total: whole, change: set } = latest.current;
      if (event.ctrlKey || event.metaKey) {
        const box = element.getBoundingClientRect();
        set(zoomed(now, Math.exp(event.deltaY * 0.004), (event.clientX - box.left) / box.width, whole));
      } else if (event.deltaX !== 0 || event.shiftKey) set(panned(now, (event.deltaX || event.deltaY) / element.clientWidth, whole));
      else return;
      event.preventDefault();
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, []);

  const at = (event: MouseEvent): FlameBox | undefined => {
    const place = canvas.current?.getBoundingClientRect();
    if (place === undefined) return undefined;
    const x = event.clientX - place.left;
    const row = Math.floor((event.clientY - place.top + top) / flameRow);
    return boxAt(boxes, row, x);
  };
  const onClick = (event: MouseEvent): void => {
    const box = at(event);
    if (box === undefined) return;
    const call = calls[box.call];
    if (call !== undefined) {
      change(viewOf(call));
      if (box.call > 0) onMark(call.key);
    } else {
      const scale = (view.to - view.from) / width;
      change({ from: view.from + box.x0 * scale, to: view.from + box.x1 * scale });
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = steered(view, event.code, total);
    if (next !== null) change(next);
    else if (event.code === 'ArrowUp') host.current?.scrollBy({ top: -flameRow * 3 });
    else if (event.code === 'ArrowDown') host.current?.scrollBy({ top: flameRow * 3 });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <GridMenu items={event => menuOf(calls[at(event)?.call ?? -1])}>
      <div
        ref={host}
        className="flame"
        role="application"
        aria-roledescription={t('exploreFlame')}
        aria-label={`${label}. ${t('exploreFlameKeys')}`}
        tabIndex={0}
        onScroll={event => setTop(event.currentTarget.scrollTop)}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onMouseMove={event => {
          const box = at(event);
          const place = canvas.current?.getBoundingClientRect();
          setHover(box === undefined || place === undefined ? null : { box, x: event.clientX - place.left, y: event.clientY - place.top });
        }}
        onMouseLeave={() => setHover(null)}
      >
        <div style={{ height: Math.max(height, depth * flameRow) }}>
          <div className="flame__window" style={{ height }}>
            <canvas ref={canvas} className="flame__picture" style={{ width, height }} />
            {hover !== null && <Card hover={hover} calls={calls} total={total} width={width} height={height} />}
          </div>
        </div>
      </div>
    </GridMenu>
  );
}

function menuOf(call: FlameCall | undefined): RowMenu | never[] {
  if (call === undefined) return [];
  const { function: name, file, line } = call.frame;
  const copy = (text: string) => void navigator.clipboard.writeText(text);
  return {
    more: [
      { label: t('exploreCopyFunction'), onSelect: () => copy(name) },
      ...file === null ? [] : [{ label: t('exploreCopyPlace'), onSelect: () => copy(`${file}:${line ?? 1}`) }],
    ],
  };
}

function Card({ hover: { box, x, y }, calls, total, width, height }: {
  hover: { box: FlameBox; x: number; y: number };
  calls: readonly FlameCall[];
  total: number;
  width: number;
  height: number;
}) {
  const frame = calls[box.call]?.frame;
  return (
    <HoverCard x={x} y={y} width={width} height={height}>
      {frame === undefined
        ? <div className="flame__name">{t('exploreSlivers', { count: count(box.count) })}</div>
        : (
          <>
            <div className="flame__name"><Untrusted text={frame.function} max={120} /></div>
            <div className="flame__place">
              <span className="flame__swatch" style={{ background: `var(${ownerColors[frame.owner]})` }} />
              {t(`exploreOwner_${frame.owner}`)}
              {frame.file !== null && <span className="mono"><Untrusted text={`${frame.file}:${frame.line ?? ''}`} max={160} /></span>}
            </div>
          </>
        )}
      <dl className="hover-card__sizes">
        <dt>{t('exploreTotalBytes')}</dt>
        <dd className="number">{bytesOf(frame?.totalBytes ?? box.bytes, total)}</dd>
        {frame !== undefined && <><dt>{t('exploreSelfBytes')}</dt><dd className="number">{bytesOf(frame.selfBytes, total)}</dd></>}
      </dl>
    </HoverCard>
  );
}
