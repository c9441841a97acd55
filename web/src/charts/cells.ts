import type { Cell } from '../api/types.ts';

// What the treemap and the icicle share: cells with their rectangles, in the order in which they are drawn, parents first.

export interface LaidCell {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
  depth: number;
  /** An object; the bytes of its parent itself; or what is too small for a cell of its own. */
  role: 'node' | 'own' | 'rest';
  /** The object; of `own` and `rest` the parent. */
  cell: Cell;
  bytes: number;
  /** How many objects a `rest` sums up, else 1. */
  count: number;
  /** Position of the parent; −1 at the top. */
  parent: number;
  /** Whether its parts are drawn inside it or below it. */
  isOpen: boolean;
}

/** The parts of an object that get a cell, largest first; parts below `minBytes` are summed up. */
export function partsOf(cell: Cell, minBytes: number): { shown: Cell[]; rest: { count: number; bytes: number } } {
  const rest = { count: cell.rest?.count ?? 0, bytes: cell.rest?.bytes ?? 0 };
  const shown: Cell[] = [];
  for (const child of [...cell.children].sort((a, b) => b.retainedBytes - a.retainedBytes)) {
    if (child.retainedBytes >= minBytes) shown.push(child);
    else {
      rest.count++;
      rest.bytes += child.retainedBytes;
    }
  }
  return { shown, rest };
}

/** The topmost cell at a point; −1 where there is none. */
export function cellAt(cells: readonly LaidCell[], x: number, y: number): number {
  for (let index = cells.length - 1; index >= 0; index--) {
    const cell = cells[index];
    if (cell !== undefined && x >= cell.x0 && x < cell.x1 && y >= cell.y0 && y < cell.y1) return index;
  }
  return -1;
}

/** The cell that an arrow key moves to: a sibling, the largest part (`in`) or the parent (`out`). `from` itself if there is none. */
export function neighbour(cells: readonly LaidCell[], from: number, step: 'next' | 'previous' | 'in' | 'out'): number {
  const start = cells[from];
  if (start === undefined) return cells.length > 0 ? 0 : -1;
  if (step === 'out') return start.parent >= 0 ? start.parent : from;
  if (step === 'in') {
    const child = cells.findIndex(cell => cell.parent === from);
    return child >= 0 ? child : from;
  }
  const direction = step === 'next' ? 1 : -1;
  for (let index = from + direction; index >= 0 && index < cells.length; index += direction) {
    if (cells[index]?.parent === start.parent) return index;
  }
  return from;
}

/** The position of an object's cell; −1 where it has none. */
export function cellOf(cells: readonly LaidCell[], id: number | null): number {
  return id === null ? -1 : cells.findIndex(cell => cell.role === 'node' && cell.cell.id === id);
}
