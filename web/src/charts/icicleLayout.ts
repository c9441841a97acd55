import type { Cell } from '../api/types.ts';
import { partsOf, type LaidCell } from './cells.ts';

// An icicle: one row a level, widths by retained size, largest first from the left. The part of a cell with nothing below it is its own
// bytes. Children that would be narrower than a few pixels are summed up.

export function layoutIcicle(root: Cell, width: number, rowHeight: number, maxCells = 5000, minWidth = 3): LaidCell[] {
  if (width < minWidth || root.retainedBytes <= 0) return [];
  const scale = width / root.retainedBytes;
  const cells: LaidCell[] = [{
    x0: 0, y0: 0, x1: width, y1: rowHeight, depth: 0, role: 'node', cell: root, bytes: root.retainedBytes, count: 1, parent: -1,
    isOpen: false,
  }];
  for (let index = 0; index < cells.length && cells.length < maxCells; index++) {
    const parent = cells[index]!;
    if (parent.role !== 'node' || parent.cell.children.length === 0) continue;
    const { shown, rest } = partsOf(parent.cell, minWidth / scale);
    const depth = parent.depth + 1;
    let x0 = parent.x0;
    const add = (role: LaidCell['role'], cell: Cell, bytes: number, count: number): void => {
      const x1 = Math.min(parent.x1, x0 + bytes * scale);
      if (x1 - x0 >= minWidth) {
        const [y0, y1] = [depth * rowHeight, (depth + 1) * rowHeight];
        cells.push({ x0, x1, y0, y1, depth, role, cell, bytes, count, parent: index, isOpen: false });
        parent.isOpen = true;
      }
      x0 = x1;
    };
    for (const child of shown) add('node', child, child.retainedBytes, 1);
    if (rest.bytes > 0) add('rest', parent.cell, rest.bytes, rest.count);
  }
  return cells;
}
