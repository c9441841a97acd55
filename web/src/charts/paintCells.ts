import type { Cell } from '../api/types.ts';
import { bytes, count } from '../text/format.ts';
import { isolated } from '../text/untrusted.ts';
import { t } from '../i18n/index.ts';
import { canvasContext, fillFitted } from './canvas.ts';
import type { LaidCell } from './cells.ts';
import { cssValue } from './theme.ts';
import { hasHeader, headerHeight } from './treemapLayout.ts';

/** Draws cells on a canvas of that size; parents come first, so that parts lie on them. */
export function paintCells(
  canvas: HTMLCanvasElement, cells: readonly LaidCell[], width: number, height: number, form: 'treemap' | 'icicle',
): void {
  const context = canvasContext(canvas, width, height);
  if (context === null) return;
  const colors = palette();
  for (const cell of cells) paintCell(context, cell, colors, form);
}

type Palette = Record<Cell['kind'] | 'surface' | 'ink' | 'ink2' | 'rest', string>;

function palette(): Palette {
  const fill = (kind: string): string => cssValue(`--fill-${kind}`);
  return {
    object: fill('object'), closure: fill('closure'), string: fill('string'), array: fill('array'), code: fill('code'),
    native: fill('native'), system: fill('system'), other: fill('other'),
    surface: cssValue('--surface'), ink: cssValue('--ink'), ink2: cssValue('--ink-2'), rest: cssValue('--sunken'),
  };
}

function paintCell(context: CanvasRenderingContext2D, cell: LaidCell, colors: Palette, form: 'treemap' | 'icicle'): void {
  const x0 = Math.round(cell.x0);
  const y0 = Math.round(cell.y0);
  const width = Math.max(1, Math.round(cell.x1) - x0 - 1);
  const height = Math.max(1, Math.round(cell.y1) - y0 - 1);
  const isFrame = form === 'treemap' && cell.isOpen;
  context.fillStyle = colors.surface;
  context.fillRect(x0, y0, width + 1, height + 1);
  context.globalAlpha = isFrame ? 0.4 : cell.role === 'own' ? 0.7 : 1;
  context.fillStyle = cell.role === 'rest' ? colors.rest : colors[cell.cell.kind];
  context.fillRect(x0, y0, width, height);
  context.globalAlpha = 1;
  if (cell.role === 'rest' && width > 8 && height > 8) hatch(context, x0, y0, width, height, colors.surface);
  if (width < 28 || height < 13 || (isFrame && !hasHeader(cell))) return;

  context.fillStyle = cell.role === 'node' ? colors.ink : colors.ink2;
  if (isFrame) fillFitted(context, `${cellLabel(cell)}  ${bytes(cell.bytes)}`, x0 + 4, y0 + headerHeight / 2 + 1, width - 8);
  else if (form === 'icicle') fillFitted(context, `${cellLabel(cell)}  ${bytes(cell.bytes)}`, x0 + 4, y0 + height / 2 + 0.5, width - 8);
  else {
    fillFitted(context, cellLabel(cell), x0 + 4, y0 + 8.5, width - 8);
    if (height < 30) return;
    context.fillStyle = colors.ink2;
    fillFitted(context, bytes(cell.bytes), x0 + 4, y0 + 22.5, width - 8);
  }
}

/** What identifies the cell: its class, and its name where it has one. */
export function cellLabel(cell: LaidCell): string {
  if (cell.role === 'own') return t('exploreOwnBytes');
  if (cell.role === 'rest') return t('exploreMore', { count: count(cell.count) });
  const { kind, className, name } = cell.cell;
  if (className === '(synthetic)' && name === '') return t('exploreWholeHeap');
  if (name === '' || name === className) return isolated(className);
  return isolated(kind === 'closure' ? `${name}()` : kind === 'string' ? `"${name}"` : `${className} ${name}`);
}

function hatch(context: CanvasRenderingContext2D, x: number, y: number, width: number, height: number, color: string): void {
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.strokeStyle = color;
  context.beginPath();
  for (let offset = -height; offset < width; offset += 6) {
    context.moveTo(x + offset, y + height);
    context.lineTo(x + offset + height, y);
  }
  context.stroke();
  context.restore();
}
