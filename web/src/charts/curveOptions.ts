import uPlot from 'uplot';
import { cut, isolated } from '../text/untrusted.ts';
import type { CurveMark, CurveProps, CurveSeries } from './Curve.tsx';
import { clock, roundSteps, secondSteps, timeOfDay, valueSteps, yRange } from './curveData.ts';
import { canvasFont, cssValue } from './theme.ts';

/** What may change without a new chart is read through `latest` at the time of drawing. */
export interface Latest {
  format: (value: number) => string;
  marks: readonly CurveMark[];
  onBrush: CurveProps['onBrush'];
  onCursor: (cursor: { index: number; left: number; top: number } | null) => void;
}

export interface CurveLook {
  series: readonly Omit<CurveSeries, 'points'>[];
  x: CurveProps['x'];
  width: number;
  height: number;
}

const day = 86_400_000;

/** An x as a person reads it; `span` is that of the whole axis. */
export function xText(x: CurveProps['x'], value: number, span: number): string {
  if (x === 'round') return String(Math.round(value));
  return x === 'time' ? timeOfDay(value, true, span > day) : clock(value, span < 5 ? 0.1 : 1);
}

export function curveOptions(look: CurveLook, latest: () => Latest): uPlot.Options {
  const font = canvasFont('--text-small', '--font');
  const axis: uPlot.Axis = {
    stroke: cssValue('--ink-3'),
    font,
    grid: { stroke: cssValue('--hairline'), width: 1 },
    ticks: { stroke: cssValue('--hairline'), width: 1, size: 4 },
  };
  const isBrushed = latest().onBrush !== undefined;
  return {
    width: look.width,
    height: look.height,
    ms: 1,
    padding: [latest().marks.length > 0 ? 20 : 8, look.x === 'time' ? 36 : 20, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: true, y: false, setScale: !isBrushed, dist: 4 },
      points: { size: 7, width: 2, stroke: cssValue('--surface'), fill: (_, index) => colorOf(look, index) },
    },
    scales: {
      x: { time: false, range: (_, min, max) => xRange(look.x, min, max) },
      y: { range: (_, min, max) => yRange(min, max) },
    },
    axes: [
      {
        ...axis,
        size: 28,
        space: look.x === 'time' ? 76 : 56,
        incrs: stepsOf(look.x),
        values: (plot, splits) => splits.map(value => tick(look.x, plot, value, (splits[1] ?? 1) - (splits[0] ?? 0))),
      },
      {
        ...axis,
        space: 32,
        incrs: [...valueSteps],
        size: (plot, values) => axisWidth(plot, values),
        values: (_, splits) => splits.map(value => latest().format(value)),
      },
    ],
    series: [{}, ...look.series.map(one => seriesOf(one))],
    hooks: {
      draw: [plot => drawMarks(plot, latest().marks, font)],
      setCursor: [plot => {
        const { idx, left, top } = plot.cursor;
        latest().onCursor(typeof idx === 'number' && (left ?? -1) >= 0 ? { index: idx, left: left ?? 0, top: top ?? 0 } : null);
      }],
      setSelect: [plot => {
        if (!isBrushed) return;
        const { left, width } = plot.select;
        latest().onBrush?.(width < 2 ? null : { from: plot.posToVal(left, 'x'), to: plot.posToVal(left + width, 'x') });
      }],
    },
  };
}

function seriesOf({ name, color, isDashed, hasPointsOnly }: Omit<CurveSeries, 'points'>): uPlot.Series {
  const stroke = cssValue(color);
  return {
    label: name,
    stroke,
    width: 1.75,
    dash: isDashed ? [5, 4] : undefined,
    spanGaps: !hasPointsOnly,
    paths: hasPointsOnly ? () => null : undefined,
    points: hasPointsOnly ? { show: true, size: 7, fill: stroke, width: 0 } : { size: 5, fill: cssValue('--surface') },
  };
}

function colorOf(look: CurveLook, index: number): string {
  return cssValue(look.series[index - 1]?.color ?? '--accent');
}

function stepsOf(x: CurveProps['x']): number[] {
  if (x === 'round') return [...roundSteps];
  return secondSteps.map(step => x === 'time' ? step * 1000 : step);
}

function xRange(x: CurveProps['x'], min: number, max: number): [number, number] {
  if (!Number.isFinite(min) || !Number.isFinite(max)) return [0, 1];
  const pad = min === max ? (x === 'time' ? 1000 : 1) : x === 'round' ? 0.15 : 0;
  return [min - pad, max + pad];
}

function tick(x: CurveProps['x'], plot: uPlot, value: number, step: number): string {
  if (x === 'round') return Number.isInteger(value) ? String(value) : '';
  if (x === 'seconds') return clock(value, step);
  const span = (plot.scales.x?.max ?? 0) - (plot.scales.x?.min ?? 0);
  return timeOfDay(value, step < 60_000, span > day);
}

function axisWidth(plot: uPlot, values: readonly string[] | null): number {
  let width = 0;
  plot.ctx.save();
  plot.ctx.font = canvasFont('--text-small', '--font');
  for (const value of values ?? []) width = Math.max(width, plot.ctx.measureText(value).width);
  plot.ctx.restore();
  return Math.ceil(width) + 16;
}

/** Vertical lines with their names above the plot; a name that would cover the one before it is left to the list of values. */
function drawMarks(plot: uPlot, marks: readonly CurveMark[], font: string): void {
  const { ctx, bbox } = plot;
  const ratio = uPlot.pxRatio;
  let free = bbox.left;
  ctx.save();
  ctx.font = font.replace(/^(\d+(?:\.\d+)?)px/, (_, size: string) => `${Number(size) * ratio}px`);
  ctx.textBaseline = 'bottom';
  for (const { x, label, color } of [...marks].sort((a, b) => a.x - b.x)) {
    const left = Math.round(plot.valToPos(x, 'x', true));
    if (left < bbox.left - 1 || left > bbox.left + bbox.width + 1) continue;
    ctx.strokeStyle = ctx.fillStyle = cssValue(color);
    ctx.lineWidth = ratio;
    ctx.setLineDash([3 * ratio, 3 * ratio]);
    ctx.beginPath();
    ctx.moveTo(left, bbox.top - 4 * ratio);
    ctx.lineTo(left, bbox.top + bbox.height);
    ctx.stroke();
    const text = isolated(cut(label, 40));
    const width = ctx.measureText(text).width;
    const start = Math.max(bbox.left, Math.min(left - 3 * ratio, bbox.left + bbox.width - width));
    if (start < free) continue;
    ctx.fillText(text, start, bbox.top - 5 * ratio);
    free = start + width + 8 * ratio;
  }
  ctx.restore();
}
