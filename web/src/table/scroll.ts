// Which rows of a long list are seen. Browsers limit an element's height (33.5 million px in Chrome, 17.9 in Firefox), so the spacer that
// makes the scroll bar is capped, and for longer lists the scroll position is mapped to an offset into the whole. Small steps (a wheel,
// keys) then move by what they say rather than by the scaled distance; only dragging the bar uses the map.

export const maxSpacer = 10_000_000;

export interface Extent {
  rows: number;
  rowHeight: number;
  /** Height of the window in which rows are seen. */
  viewport: number;
}

export interface Position {
  scrollTop: number;
  /** Where the window begins, in px of the whole list. */
  offset: number;
}

export function spacerHeight({ rows, rowHeight }: Pick<Extent, 'rows' | 'rowHeight'>): number {
  return Math.min(rows * rowHeight, maxSpacer);
}

export function maxOffset({ rows, rowHeight, viewport }: Extent): number {
  return Math.max(0, rows * rowHeight - viewport);
}

function maxScrollTop(extent: Extent): number {
  return Math.max(0, spacerHeight(extent) - extent.viewport);
}

export function isScaled({ rows, rowHeight }: Pick<Extent, 'rows' | 'rowHeight'>): boolean {
  return rows * rowHeight > maxSpacer;
}

export function toOffset(scrollTop: number, extent: Extent): number {
  if (!isScaled(extent)) return Math.min(scrollTop, maxOffset(extent));
  return Math.min(1, scrollTop / maxScrollTop(extent)) * maxOffset(extent);
}

export function toScrollTop(offset: number, extent: Extent): number {
  if (!isScaled(extent)) return offset;
  return offset / maxOffset(extent) * maxScrollTop(extent);
}

/** The position after the browser scrolled to `scrollTop`. */
export function scrolled(from: Position, scrollTop: number, extent: Extent): Position {
  const step = scrollTop - from.scrollTop;
  const isAtEnd = scrollTop <= 0 || scrollTop >= maxScrollTop(extent) - 1;
  if (!isScaled(extent) || isAtEnd || Math.abs(step) > extent.viewport) return { scrollTop, offset: toOffset(scrollTop, extent) };
  return { scrollTop, offset: Math.max(0, Math.min(maxOffset(extent), from.offset + step)) };
}

/** The offset that shows a row, moving no further than needed. */
export function showing(index: number, offset: number, { rowHeight, viewport }: Extent): number {
  const top = index * rowHeight;
  if (top < offset) return top;
  return top + rowHeight > offset + viewport ? Math.max(0, top + rowHeight - viewport) : offset;
}

/** The first row to draw, and the one behind the last. */
export function rowRange(offset: number, { rows, rowHeight, viewport }: Extent, overscan = 8): { first: number; end: number } {
  const first = Math.max(0, Math.min(rows, Math.floor(offset / rowHeight) - overscan));
  return { first, end: Math.min(rows, Math.ceil((offset + viewport) / rowHeight) + overscan) };
}
