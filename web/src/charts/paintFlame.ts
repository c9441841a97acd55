import type { ProfileFrame } from '../api/types.ts';
import { cut, isolated } from '../text/untrusted.ts';
import { canvasContext, fillFitted } from './canvas.ts';
import type { FlameBox, FlameCall } from './flameTree.ts';
import { cssValue } from './theme.ts';

export const flameRow = 18;

const maxName = 200;

export const ownerColors: Readonly<Record<ProfileFrame['owner'], string>> = {
  application: '--fill-object', library: '--fill-closure', runtime: '--fill-code',
};

export interface FlamePicture {
  calls: readonly FlameCall[];
  boxes: readonly FlameBox[];
  width: number;
  height: number;
  /** Pixels that are scrolled away above. */
  top: number;
  /** Calls that a search found; null without a search. */
  found: ReadonlySet<number> | null;
  marked: string | null;
}

export function paintFlame(canvas: HTMLCanvasElement, { calls, boxes, width, height, top, found, marked }: FlamePicture): void {
  const context = canvasContext(canvas, width, height);
  if (context === null) return;
  const colors = {
    application: cssValue(ownerColors.application), library: cssValue(ownerColors.library), runtime: cssValue(ownerColors.runtime),
  };
  const [ink, sliver, accent] = [cssValue('--ink'), cssValue('--hairline'), cssValue('--accent')];
  for (const box of boxes) {
    const y = box.depth * flameRow - top;
    if (y + flameRow <= 0 || y >= height) continue;
    const call = calls[box.call];
    const x = Math.round(box.x0);
    const length = Math.max(1, Math.round(box.x1) - x - 1);
    context.globalAlpha = found !== null && !found.has(box.call) ? 0.3 : 1;
    context.fillStyle = call === undefined ? sliver : colors[call.frame.owner];
    context.fillRect(x, y, length, flameRow - 1);
    if (call !== undefined && length > 24) {
      context.fillStyle = ink;
      fillFitted(context, isolated(cut(call.frame.function, maxName)), x + 4, y + flameRow / 2, length - 6);
    }
    context.globalAlpha = 1;
    if (call !== undefined && call.key === marked) {
      context.strokeStyle = accent;
      context.lineWidth = 2;
      context.strokeRect(x + 1, y + 1, Math.max(1, length - 2), flameRow - 3);
    }
  }
}
