import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { t } from '../i18n/index.ts';
import { Untrusted } from '../text/Untrusted.tsx';
import { isolated } from '../text/untrusted.ts';
import './Curve.css';
import { align, extent, type Extent, type Point } from './curveData.ts';
import { curveOptions, xText, type Latest } from './curveOptions.ts';
import { CurveTable } from './CurveTable.tsx';
import { HoverTip } from './HoverTip.tsx';
import { useTheme } from './theme.ts';
import { useSize } from './useSize.ts';

export interface CurveSeries {
  name: string;
  /** The name of a CSS variable, such as `--accent`. */
  color: string;
  /** Seconds or milliseconds of the clock or a number of a round, and the value; null leaves a gap. */
  points: readonly Point[];
  isDashed?: boolean;
  hasPointsOnly?: boolean;
}

export interface CurveMark {
  x: number;
  label: string;
  color: string;
}

export interface CurveProps {
  label: string;
  series: readonly CurveSeries[];
  x: 'seconds' | 'time' | 'round';
  format: (value: number) => string;
  marks?: readonly CurveMark[];
  height: number;
  /** The selected range of x; null once it is cleared. Without this, a drag zooms in and a double click out again. */
  onBrush?: (range: { from: number; to: number } | null) => void;
  /** No legend, no axes' table: for a row of a list. */
  isBare?: boolean;
}

/** Values over time. Arrow keys move the crosshair; the same numbers are in a table behind a button. */
export function Curve({ label, series, x, format, marks = [], height, onBrush, isBare = false }: CurveProps) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const { width } = useSize(host);
  const theme = useTheme();
  const id = useId();
  const [cursor, setCursor] = useState<{ index: number; left: number; top: number } | null>(null);
  const [isTable, setIsTable] = useState(false);
  /** Where a range selected by keyboard began. */
  const anchor = useRef<number | null>(null);
  const data = useMemo(() => align(series.map(one => one.points)), [series]);
  const latest = useRef<Latest>({ format, marks, onBrush, onCursor: setCursor });
  latest.current = { format, marks, onBrush, onCursor: setCursor };

  const look = series.map(one => `${one.name}|${one.color}|${one.isDashed}|${one.hasPointsOnly}`).join('\n');
  const isReady = width > 0;
  useEffect(() => {
    const element = host.current;
    if (element === null || !isReady) return;
    const options = curveOptions({ series, x, width: element.clientWidth, height }, () => latest.current);
    plot.current = new uPlot(options, data as uPlot.AlignedData, element);
    return () => {
      plot.current?.destroy();
      plot.current = null;
    };
    // Data and size have effects of their own; the look is what a chart is made from.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isReady, look, x, theme, onBrush === undefined, marks.length > 0]);

  useEffect(() => {
    if (plot.current !== null && plot.current.data !== (data as uPlot.AlignedData)) setData(plot.current, data as uPlot.AlignedData);
  }, [data]);
  useEffect(() => plot.current?.redraw(false), [marks]);
  useEffect(() => {
    if (width > 0) plot.current?.setSize({ width, height });
  }, [width, height]);

  const span = (data[0].at(-1) ?? 0) - (data[0][0] ?? 0);
  const titleAt = (at: number): string => x === 'round' ? t('exploreRound', { round: at }) : xText(x, at, span);
  // Moving the pointer draws the tip again, so extents of thousands of points are kept.
  const extents = useMemo(() => series.map(one => extent(one.points)), [series]);
  const parts = series.map((one, index) => describe(one.name, extents[index] ?? null, format));
  const summary = [label, ...parts, ...marks.map(mark => isolated(mark.label))].join('. ');
  const onKeyDown = (event: KeyboardEvent): void => {
    const chart = plot.current;
    if (chart === null) return;
    if (event.key === 'Escape' && onBrush !== undefined && chart.select.width > 0) select(chart, 0, 0);
    else {
      const index = step(event.key, cursor?.index ?? -1, data[0].length);
      if (index === null) return;
      const at = (position: number): number => chart.valToPos(data[0][position] ?? 0, 'x');
      chart.setCursor({ left: at(index), top: 0 });
      if (onBrush !== undefined && event.shiftKey) {
        anchor.current ??= cursor?.index ?? index;
        select(chart, at(anchor.current), at(index));
      } else anchor.current = null;
    }
    event.preventDefault();
  };

  return (
    <figure className="curve">
      {isBare || (
        <figcaption className="curve__legend">
          {series.length > 1 && series.map(one => (
            <span key={one.name} className="curve__entry">
              <span className={`curve__swatch${one.isDashed ? ' curve__swatch--dashed' : ''}`} style={{ color: `var(${one.color})` }} />
              <Untrusted text={one.name} />
            </span>
          ))}
          <button type="button" className="curve__switch" aria-expanded={isTable} aria-controls={id} onClick={() => setIsTable(!isTable)}>
            {isTable ? t('exploreHideTable') : t('exploreShowTable')}
          </button>
        </figcaption>
      )}
      <div className="curve__plot" style={{ height }}>
        <div ref={host} role="img" aria-label={summary} tabIndex={0} style={{ height }} onKeyDown={onKeyDown}
          onBlur={() => setCursor(null)} />
        {data[0].length === 0 && <p className="curve__empty">{t('exploreNoPoints')}</p>}
        {cursor !== null && data[0][cursor.index] !== undefined && (
          <HoverTip
            x={cursor.left + ((plot.current?.bbox.left ?? 0) / uPlot.pxRatio)} width={width}
            title={titleAt(data[0][cursor.index] ?? 0)} isAnnounced>
            {series.map((one, index) => {
              const value = data[index + 1]?.[cursor.index];
              return typeof value === 'number' && (
                <div key={one.name} className="curve__tip-row">
                  <span className="curve__swatch" style={{ color: `var(${one.color})` }} />
                  <Untrusted text={one.name} max={40} />
                  <span className="number">{format(value)}</span>
                </div>
              );
            })}
          </HoverTip>
        )}
      </div>
      {isTable && <CurveTable id={id} label={label} series={series} data={data} x={x} span={span} format={format} />}
    </figure>
  );
}

/** Keeps the range that the person zoomed to. */
function setData(plot: uPlot, data: uPlot.AlignedData): void {
  const { min, max } = plot.scales.x ?? {};
  const old = plot.data[0];
  const isZoomed = min !== undefined && max !== undefined && min !== null && max !== null && old.length > 1
    && (min > (old[0] ?? 0) || max < (old[old.length - 1] ?? 0));
  plot.setData(data, !isZoomed);
  if (isZoomed) plot.redraw();
}

function select(plot: uPlot, from: number, to: number): void {
  plot.setSelect({ left: Math.min(from, to), top: 0, width: Math.abs(to - from), height: plot.over.clientHeight });
}

function describe(series: string, all: Extent | null, format: (value: number) => string): string {
  const name = isolated(series);
  return all === null
    ? t('exploreCurveEmpty', { name })
    : t('exploreCurveSummary', { name, first: format(all.first), last: format(all.last), min: format(all.min), max: format(all.max) });
}

function step(key: string, index: number, length: number): number | null {
  if (length === 0) return null;
  switch (key) {
    case 'ArrowRight': return Math.min(length - 1, index + 1);
    case 'ArrowLeft': return index < 0 ? length - 1 : Math.max(0, index - 1);
    case 'Home': return 0;
    case 'End': return length - 1;
    default: return null;
  }
}
