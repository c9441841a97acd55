// Collections in words and as curves: the same judgements as on the command line's page of a log.
import type { Point } from '../../charts/curveData.ts';
import { t } from '../../i18n/index.ts';
import { bytes, count, duration, percent, signedBytes } from '../../text/format.ts';
import type { Tone } from '../findings/Verdict.tsx';
import type { GcEvent, GcFloor, GcHeap, GcKind, GcWarning } from './gcReport.ts';

const minutes = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

export function kindText(kind: GcKind): string {
  return t(`gc_${kind}`);
}

export function isFull(kind: GcKind): boolean {
  return kind === 'mark-compact';
}

/** "0.6 ms", "22 ms", "1.4 s". */
export function pauseText(milliseconds: number): string {
  return milliseconds < 10 ? `${milliseconds.toFixed(1)} ms` : duration(milliseconds);
}

/** Since the process started: "6.382 s", "1:02:03". */
export function atText(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(3)} s`;
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
}

interface GcVerdict {
  badge: string;
  tone: Tone;
  headline: string;
  detail: string;
}

export function verdictOf(heap: GcHeap): GcVerdict {
  const { floor } = heap;
  const detail = [rangeText(floor), intervalText(heap)].filter(text => text !== '').join(' ');
  if (hasRunOut(heap)) return { badge: t('gcVerdictOut'), tone: 'bad', headline: t('gcOut'), detail };
  if (floor.latestBytes === null) return { badge: t('gcVerdictUnknown'), tone: 'open', headline: t('gcNoSizes'), detail: '' };
  const rate = rateText(Math.abs(floor.bytesPerMinute ?? 0), heap);
  const trend = floor.source === 'full-collections' ? trendOfFull(floor, rate) : trendOfYoung(floor, rate);
  return { ...trend, detail };
}

function trendOfFull({ verdict }: GcFloor, rate: string): Omit<GcVerdict, 'detail'> {
  switch (verdict) {
    case 'growing': return { badge: t('gcVerdictRising'), tone: 'bad', headline: t('gcRising', { rate }) };
    case 'shrinking': return { badge: t('gcVerdictFalling'), tone: 'good', headline: t('gcFalling', { rate }) };
    case 'steady': return { badge: t('gcVerdictSteady'), tone: 'good', headline: t('gcSteady') };
    default: return { badge: t('gcVerdictUnknown'), tone: 'open', headline: t('gcTooFew') };
  }
}

/** Young collections leave old garbage in the heap, so there is no floor and nothing is proven either way. */
function trendOfYoung({ verdict }: GcFloor, rate: string): Omit<GcVerdict, 'detail'> {
  const common = { badge: t('gcVerdictUnknown'), tone: 'open' } as const;
  switch (verdict) {
    case 'growing': return { ...common, headline: t('gcRisingYoung', { rate }) };
    case 'shrinking': return { ...common, headline: t('gcFallingYoung', { rate }) };
    case 'steady': return { ...common, headline: t('gcSteady') };
    default: return { ...common, headline: t('gcTooFew') };
  }
}

function hasRunOut(heap: GcHeap): boolean {
  return heap.signs.some(sign => sign.kind === 'out-of-memory');
}

/** In the unit that fits the time observed: a run of seconds has no rate per hour. */
export function rateText(bytesPerMinute: number, heap: GcHeap): string {
  const { scale, key } = unitOf(bytesPerMinute, heap);
  return t(key, { bytes: bytes(bytesPerMinute * scale) });
}

export function warningText(warning: GcWarning, heap: GcHeap): string {
  const share = percent(warning.share ?? 0);
  switch (warning.kind) {
    case 'floor-rising': return t('gcWarnRising', { rate: rateText(warning.bytes ?? 0, heap) });
    case 'full-collections-more-often':
      return t('gcWarnOften', {
        earlier: minutes.format(warning.earlierPerMinute ?? 0), later: minutes.format(warning.laterPerMinute ?? 0),
      });
    case 'promotion-high': return t('gcWarnPromotion', { share });
    case 'near-limit': return t('gcWarnLimit', { bytes: bytes(warning.bytes ?? 0), share, limit: bytes(warning.limitBytes ?? 0) });
    case 'last-resort': return t('gcWarnLast', { count: count(warning.count ?? 0) });
    case 'ineffective': return t('gcWarnIneffective', { count: count(warning.count ?? 0) });
    case 'out-of-memory': return t('gcWarnOut', { message: warning.message ?? '' });
    default: return t('gcWarnTime', { share });
  }
}

/** By the seconds since the process started. */
interface GcCurves {
  after: Point[];
  before: Point[];
  floors: Point[];
  youngPauses: Point[];
  fullPauses: Point[];
}

/** Of collections at the same moment only the first counts, since a curve needs ascending x. */
export function curvesOf(events: readonly GcEvent[]): GcCurves {
  const curves: GcCurves = { after: [], before: [], floors: [], youngPauses: [], fullPauses: [] };
  let last = Number.NEGATIVE_INFINITY;
  for (const event of events.toSorted((a, b) => a.atMs - b.atMs)) {
    const seconds = event.atMs / 1000;
    if (seconds <= last) continue;
    last = seconds;
    if (event.beforeBytes !== null) curves.before.push([seconds, event.beforeBytes]);
    if (event.afterBytes !== null) curves.after.push([seconds, event.afterBytes]);
    if (isFull(event.kind) && event.afterBytes !== null) curves.floors.push([seconds, event.afterBytes]);
    (isFull(event.kind) ? curves.fullPauses : curves.youngPauses).push([seconds, event.pauseMs]);
  }
  return curves;
}

function rangeText({ firstBytes, latestBytes, points, source }: GcFloor): string {
  if (firstBytes === null || latestBytes === null) return '';
  return t(source === 'full-collections' ? 'gcFloorFull' : 'gcFloorYoung', {
    first: bytes(firstBytes), latest: bytes(latestBytes), points: count(points),
  });
}

function intervalText(heap: GcHeap): string {
  const { lowBytesPerMinute: low, highBytesPerMinute: high, bytesPerMinute } = heap.floor;
  if (low === null || high === null) return '';
  const { scale, key } = unitOf(bytesPerMinute ?? 0, heap);
  return t('gcInterval', { low: signedBytes(low * scale), high: t(key, { bytes: signedBytes(high * scale) }) });
}

function unitOf(bytesPerMinute: number, { fromMs, toMs }: GcHeap) {
  const observed = (toMs - fromMs) / 60_000;
  if (observed < 2) return { scale: 1 / 60, key: 'gcPerSecond' } as const;
  if (observed > 60 && Math.abs(bytesPerMinute) < 1_000_000) return { scale: 60, key: 'gcPerHour' } as const;
  return { scale: 1, key: 'gcPerMinute' } as const;
}

/** By how much a collection changed the size of the heap; empty where its sizes are not known. */
export function freedText({ beforeBytes, afterBytes }: { beforeBytes: number | null; afterBytes: number | null }): string {
  return beforeBytes === null || afterBytes === null ? '' : signedBytes(afterBytes - beforeBytes);
}
