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

/** Rows are drawn in blocks: what scrolls out of the window and what comes in is filled anew a block at a time. */
export const blockRows = 8;

/** Rows that are drawn at least on either side of those that are seen. */
const overscan = 4;

/** The first row to draw, which begins a block, and the one behind the last. */
export function rowRange(offset: number, { rows, rowHeight, viewport }: Extent): { first: number; end: number } {
  const first = Math.max(0, Math.min(rows, Math.floor(offset / rowHeight) - overscan));
  const end = Math.ceil((offset + viewport) / rowHeight) + overscan;
  return { first: first - first % blockRows, end: Math.min(rows, Math.ceil(end / blockRows) * blockRows) };
}

/** The most blocks that are drawn at a time. */
export function blockSlots({ rowHeight, viewport }: Extent): number {
  return Math.ceil((Math.ceil(viewport / rowHeight) + 1 + 2 * overscan) / blockRows) + 1;
}

/**
 * The first row of the block in each slot; undefined for none. A block keeps its slot while it is drawn, and a slot whose block scrolled
 * out takes one that came in: elements are filled anew instead of made anew.
 */
export function slotted(first: number, end: number, slots: number): (number | undefined)[] {
  const from = first / blockRows;
  return Array.from({ length: slots }, (_, slot) => {
    const row = (from + (slot - from % slots + slots) % slots) * blockRows;
    return row < end ? row : undefined;
  });
}

/** The row that the blocks around a row are placed from: what is drawn moves as one while the list scrolls. */
export function baseOf(row: number): number {
  return row - row % 1000;
}
