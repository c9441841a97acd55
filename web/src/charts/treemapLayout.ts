import { treemapSquarify, type HierarchyRectangularNode } from 'd3-hierarchy';
import type { Cell } from '../api/types.ts';
import { partsOf, type LaidCell } from './cells.ts';

// Squarified treemap (Bruls, Huizing and van Wijk) of a dominator tree. Largest cells are subdivided first, so that a limit on the number
// of cells costs detail only where it is least seen. An object's own bytes have a cell beside its parts; what would be smaller than a
// few pixels is summed up in one cell, so that areas still compare: the parts of a cell fill it.

export interface TreemapOptions {
  /** Sides below which a cell is not subdivided. */
  minOpen?: number;
  /** Sides below which a cell is not drawn. */
  minSide?: number;
  maxCells?: number;
}

export const headerHeight = 17;

export function layoutTreemap(
  root: Cell, width: number, height: number, { minOpen = 12, minSide = 3, maxCells = 5000 }: TreemapOptions = {},
): LaidCell[] {
  if (width < minSide || height < minSide || root.retainedBytes <= 0) return [];
  const cells: LaidCell[] = [{
    x0: 0, y0: 0, x1: width, y1: height, depth: 0, role: 'node', cell: root, bytes: root.retainedBytes, count: 1, parent: -1, isOpen: false,
  }];
  // Positions of cells that may be subdivided: one queue per power of two of the area is exact enough, and needs no heap.
  const queues: number[][] = Array.from({ length: 32 }, () => []);
  const enqueue = (index: number, cell: LaidCell): void => {
    if (cell.x1 - cell.x0 > minOpen && cell.y1 - cell.y0 > minOpen) queues[level(cell)]?.push(index);
  };
  enqueue(0, cells[0]!);
  for (let area = queues.length - 1; area >= 0; area--) {
    const queue = queues[area]!;
    for (let position = 0; position < queue.length; position++) {
      const index = queue[position]!;
      const parent = cells[index]!;
      const parts = subdivide(parent, index, minSide);
      if (parts.length === 0 || cells.length + parts.length > maxCells) continue;
      parent.isOpen = true;
      for (const part of parts) {
        cells.push(part);
        if (part.role === 'node') enqueue(cells.length - 1, part);
      }
    }
  }
  return cells;
}

function level(cell: LaidCell): number {
  return Math.min(31, Math.max(0, Math.floor(Math.log2((cell.x1 - cell.x0) * (cell.y1 - cell.y0)))));
}

/** Whether there is room for the parent's name above its parts. */
export function hasHeader(cell: LaidCell): boolean {
  return cell.x1 - cell.x0 >= 40 && cell.y1 - cell.y0 >= 40;
}

function subdivide(parent: LaidCell, index: number, minSide: number): LaidCell[] {
  const { cell, depth } = parent;
  if (cell.children.length === 0) return [];
  const [x0, x1, y1] = [parent.x0 + 2, parent.x1 - 2, parent.y1 - 2];
  const y0 = parent.y0 + (hasHeader(parent) ? headerHeight : 2);
  if (x1 - x0 < minSide || y1 - y0 < minSide) return [];

  const minBytes = minSide * minSide / ((x1 - x0) * (y1 - y0)) * cell.retainedBytes;
  const { shown, rest } = partsOf(cell, minBytes);
  type Part = Omit<LaidCell, 'x0' | 'y0' | 'x1' | 'y1'>;
  const common = { depth: depth + 1, cell, parent: index, isOpen: false };
  const parts: Part[] = shown.map(child => ({ ...common, role: 'node', cell: child, bytes: child.retainedBytes, count: 1 }));
  if (rest.bytes > 0) parts.push({ ...common, role: 'rest', ...rest });
  if (cell.selfBytes > 0) parts.push({ ...common, role: 'own', bytes: cell.selfBytes, count: 1 });
  parts.sort((a, b) => b.bytes - a.bytes);

  const rectangles = parts.map(part => ({ value: part.bytes, x0: 0, y0: 0, x1: 0, y1: 0 }));
  const whole = { value: parts.reduce((sum, part) => sum + part.bytes, 0), children: rectangles };
  treemapSquarify(whole as unknown as HierarchyRectangularNode<unknown>, x0, y0, x1, y1);
  return parts.flatMap((part, position) => {
    const place = rectangles[position]!;
    return place.x1 - place.x0 < minSide || place.y1 - place.y0 < minSide ? [] : [{ ...part, ...place }];
  });
}
