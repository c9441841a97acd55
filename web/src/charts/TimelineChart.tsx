import { useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { t } from '../i18n/index.ts';
import { bytes, duration } from '../text/format.ts';
import { HoverTip } from './HoverTip.tsx';
import { barsPerBar, bounds, mergedBars, moved, sumOf, type Brush, type TimelineBar } from './timelineBars.ts';
import './TimelineChart.css';
import { useSize } from './useSize.ts';

const height = 140;
const minBarWidth = 4;

export interface TimelineChartProps {
  label: string;
  bars: readonly TimelineBar[];
  /** The selected range, as positions in `bars`. */
  brush: Brush | null;
  onBrush(brush: Brush | null): void;
}

/** What was allocated over time and is still alive. Dragging, or the arrows with Shift, selects a range. */
export function TimelineChart({ label, bars, brush, onBrush }: TimelineChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const { width } = useSize(host);
  const [drag, setDrag] = useState<Brush | null>(null);
  const [hover, setHover] = useState<number | null>(null);
  const maxBars = Math.floor(width / minBarWidth);
  const step = barsPerBar(bars.length, maxBars);
  const shown = useMemo(() => mergedBars(bars, maxBars), [bars, maxBars]);
  const most = Math.max(1, ...shown.map(bar => bar.survivingBytes));
  const size = width / Math.max(1, shown.length);
  // The address has only the range; which of its ends moves is kept here.
  const [latest, setLatest] = useState<Brush | null>(null);
  const directed = brush !== null && latest !== null && isSame(latest, brush) ? latest : brush;
  const current = drag ?? (directed === null ? null : shrunk(directed, step));
  const chosen = current === null ? null : bounds(current);

  const grown = ({ anchor, head }: Brush): Brush => {
    const { first, last } = bounds({ anchor, head });
    const whole = { anchor: first * step, head: Math.min(bars.length - 1, (last + 1) * step - 1) };
    return head < anchor ? { anchor: whole.head, head: whole.anchor } : whole;
  };
  const at = (event: PointerEvent): number => {
    const box = host.current?.getBoundingClientRect();
    return Math.min(shown.length - 1, Math.max(0, Math.floor((event.clientX - (box?.left ?? 0)) / size)));
  };
  const choose = (next: Brush | null): void => {
    setLatest(next);
    onBrush(next);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = moved(current, event.key, event.shiftKey, shown.length);
    if (next === undefined) return;
    event.preventDefault();
    choose(next === null ? null : grown(next));
  };
  const [start, end] = [shown[0]?.fromMs ?? 0, shown.at(-1)?.toMs ?? 0];
  const announced = chosen === null ? sumOf(shown) : sumOf(shown.slice(chosen.first, chosen.last + 1));
  return (
    <div>
      <div
        ref={host}
        className="timeline-chart"
        role="application"
        aria-roledescription={t('exploreTimeline')}
        aria-label={`${label}. ${t('exploreTimelineKeys')}`}
        tabIndex={0}
        style={{ height }}
        onKeyDown={onKeyDown}
        onPointerDown={event => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          setDrag({ anchor: at(event), head: at(event) });
        }}
        onPointerMove={event => {
          setHover(at(event));
          if (drag !== null) setDrag({ ...drag, head: at(event) });
        }}
        onPointerUp={event => {
          if (drag === null) return;
          const range = { ...drag, head: at(event) };
          setDrag(null);
          // A click on the only selected bar clears the selection.
          const isCleared = range.anchor === range.head && brush !== null && isSame(grown(range), brush);
          choose(isCleared ? null : grown(range));
        }}
        onPointerCancel={() => setDrag(null)}
        onPointerLeave={() => setHover(null)}
      >
        <svg className="timeline-chart__picture" width={width} height={height} aria-hidden="true">
          {shown.map((bar, index) => {
            const isOut = chosen !== null && (index < chosen.first || index > chosen.last);
            const tall = bar.survivingBytes <= 0 ? 0 : Math.max(1, bar.survivingBytes / most * (height - 16));
            return (
              <rect
                key={index}
                className={`timeline-chart__bar${isOut ? ' timeline-chart__bar--out' : ''}`}
                x={index * size + 0.5}
                y={height - tall}
                width={Math.max(1, size - 1)}
                height={tall}
              />
            );
          })}
        </svg>
        <span className="timeline-chart__most" aria-hidden="true">{bytes(most)}</span>
        {chosen !== null && (
          <div className="timeline-chart__brush" style={{ left: chosen.first * size, width: (chosen.last - chosen.first + 1) * size }} />
        )}
        {hover !== null && shown[hover] !== undefined && drag === null && <Tip bar={shown[hover]} x={(hover + 0.5) * size} width={width} />}
        <p className="visually-hidden" aria-live="polite">
          {announced !== null && textOf(announced)}
        </p>
      </div>
      <div className="timeline-chart__axis" aria-hidden="true">
        {shown.length > 0 && [0, 0.25, 0.5, 0.75, 1].map(share => (
          <span key={share}>{duration(start + (end - start) * share)}</span>
        ))}
      </div>
    </div>
  );
}

function isSame(a: Brush, b: Brush): boolean {
  return bounds(a).first === bounds(b).first && bounds(a).last === bounds(b).last;
}

function shrunk({ anchor, head }: Brush, step: number): Brush {
  return { anchor: Math.floor(anchor / step), head: Math.floor(head / step) };
}

function timeOf(bar: TimelineBar): string {
  return `${duration(bar.fromMs)} – ${duration(bar.toMs)}`;
}

function textOf(bar: TimelineBar): string {
  return `${timeOf(bar)}: ${t('exploreStillAlive', { bytes: bytes(bar.survivingBytes) })}`;
}

function Tip({ bar, x, width }: { bar: TimelineBar; x: number; width: number }) {
  return (
    <HoverTip x={x} width={width} title={timeOf(bar)}>
      {t('exploreStillAlive', { bytes: bytes(bar.survivingBytes) })}
    </HoverTip>
  );
}
