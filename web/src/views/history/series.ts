// What the guard measures: names of its series, how values are shown, and ranges of time.
import type { HistoryCurve, HistoryEvent } from '../../api/types.ts';
import type { Point } from '../../charts/curveData.ts';
import { t } from '../../i18n/index.ts';
import { bytes, count, duration, percent } from '../../text/format.ts';
import { visible } from '../../text/untrusted.ts';

export const ranges = ['1h', '6h', '24h', '7d', '30d'] as const;

export type Range = (typeof ranges)[number];

const hour = 3_600_000;
const lengths: Record<Range, number> = { '1h': hour, '6h': 6 * hour, '24h': 24 * hour, '7d': 168 * hour, '30d': 720 * hour };

export function rangeOf(text: string | undefined): Range {
  return ranges.find(range => range === text) ?? '24h';
}

/** The beginning of a range, to the minute, so that the same range makes the same request. */
export function sinceOf(range: Range, now: number): string {
  return new Date(Math.floor((now - lengths[range]) / 60_000) * 60_000).toISOString();
}

/** The most telling first; anything unknown last, by name. */
const order = [
  'heap.floor', 'heap.used', 'heap.old', 'heap.oldLimit', 'heap.limit', 'heap.committed', 'heap.workers', 'memory.rss', 'memory.anonymous',
  'memory.external', 'memory.arrayBuffers', 'cgroup.used', 'cgroup.anonymous', 'cgroup.limit', 'cgroup.stall', 'cgroup.reclaims',
  'cgroup.kills', 'loop.utilization', 'loop.delay', 'thread.main', 'descriptors.open', 'descriptors.limit', 'contexts.native',
  'contexts.detached', 'machine.available', 'machine.total',
] as const;

type Known = (typeof order)[number];

export function sortedSeries(series: readonly string[]): string[] {
  const rank = (name: string) => {
    const at = (order as readonly string[]).indexOf(name);
    return at < 0 ? order.length : at;
  };
  return series.toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

export function seriesName(series: string): string {
  return (order as readonly string[]).includes(series) ? t(`hist_${series as Known}`) : series;
}

/** How values of a series are shown: shares, milliseconds and counts are the few that are not bytes. */
export function formatOf(series: string): (value: number) => string {
  if (series === 'loop.utilization' || series === 'thread.main' || series === 'cgroup.stall') return percent;
  if (series === 'loop.delay') return duration;
  const [group = ''] = series.split('.');
  const isCount = group === 'descriptors' || group === 'contexts' || series === 'cgroup.kills' || series === 'cgroup.reclaims';
  return isCount ? value => count(Math.round(value)) : bytes;
}

/** Lowest, mean and highest by the clock. Times are ascending and unique, as a curve needs them. */
export function curvesOf({ points }: HistoryCurve): { low: Point[]; mean: Point[]; high: Point[]; hasSpread: boolean } {
  const low: Point[] = [];
  const mean: Point[] = [];
  const high: Point[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const point of points.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
    const at = Date.parse(point.at);
    if (Number.isNaN(at) || at <= last) continue;
    last = at;
    low.push([at, point.low]);
    mean.push([at, point.mean]);
    high.push([at, point.high]);
  }
  return { low, mean, high, hasSpread: points.some(point => point.low !== point.high) };
}

/** The events from a time on, as marks on the curve. An alert is one mark, where it begins. */
export function marksOf(events: readonly HistoryEvent[], from: number): { x: number; label: string; color: string }[] {
  return events
    .filter(({ at, state }) => state !== 'resolved' && Date.parse(at) >= from)
    .map(({ at, rule, state, severity }) => ({
      x: Date.parse(at), label: visible(rule === '' ? state : rule), color: colors[toneOf(severity)],
    }));
}

type SeverityTone = 'fault' | 'caution' | 'quiet';

const colors: Record<SeverityTone, string> = { fault: '--fault', caution: '--caution', quiet: '--ink-3' };

export function toneOf(severity: string): SeverityTone {
  if (severity === 'critical' || severity === 'error') return 'fault';
  return severity === 'warning' ? 'caution' : 'quiet';
}
