import type { Timeline } from '../api/types.ts';

// Bars of an allocation timeline as they are drawn: neighbours share a bar where there are more of them than pixels.

export type TimelineBar = Timeline['bars'][number];

/** How many of `length` bars share one, so that there are at most `most`. */
export function barsPerBar(length: number, most: number): number {
  return Math.max(1, Math.ceil(length / Math.max(1, most)));
}

/** At most `most` bars, each of the same number of the given ones. Ids and times of the first and the last bound a merged bar. */
export function mergedBars(bars: readonly TimelineBar[], most: number): TimelineBar[] {
  const step = barsPerBar(bars.length, most);
  if (step === 1) return [...bars];
  const merged: TimelineBar[] = [];
  for (let index = 0; index < bars.length; index += step) {
    const part = bars.slice(index, index + step);
    const sum = sumOf(part);
    if (sum !== null) merged.push(sum);
  }
  return merged;
}

/** Several bars as one; null if there are none. */
export function sumOf(bars: readonly TimelineBar[]): TimelineBar | null {
  const [first] = bars;
  const last = bars.at(-1);
  if (first === undefined || last === undefined) return null;
  return {
    fromMs: first.fromMs,
    toMs: last.toMs,
    survivingBytes: bars.reduce((sum, bar) => sum + bar.survivingBytes, 0),
    firstId: Math.min(...bars.map(bar => bar.firstId)),
    lastId: Math.max(...bars.map(bar => bar.lastId)),
  };
}

/** Bars between two positions, whichever is the greater. */
export interface Brush {
  anchor: number;
  head: number;
}

export function bounds({ anchor, head }: Brush): { first: number; last: number } {
  return { first: Math.min(anchor, head), last: Math.max(anchor, head) };
}

/** The brush after a key press: arrows move it, or only its head if `isExtending`. Null clears it, undefined leaves it as it is. */
export function moved(brush: Brush | null, key: string, isExtending: boolean, length: number): Brush | null | undefined {
  const head = brush?.head ?? -1;
  const to = (position: number): Brush => {
    const at = Math.min(length - 1, Math.max(0, position));
    return { anchor: isExtending && brush !== null ? brush.anchor : at, head: at };
  };
  if (length === 0) return undefined;
  switch (key) {
    case 'ArrowRight': return to(head + 1);
    case 'ArrowLeft': return to(head < 0 ? length - 1 : head - 1);
    case 'Home': return to(0);
    case 'End': return to(length - 1);
    case 'Escape': return brush === null ? undefined : null;
    default: return undefined;
  }
}

/** The bars that a range of ids in the address means; null where it means none. */
export function brushOf(bars: readonly TimelineBar[], fromId: number, toId: number): Brush | null {
  const first = bars.findIndex(bar => bar.lastId >= fromId && bar.lastId >= bar.firstId);
  const last = bars.findLastIndex(bar => bar.firstId <= toId && bar.lastId >= bar.firstId);
  return first < 0 || last < first ? null : { anchor: first, head: last };
}
