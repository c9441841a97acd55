import { cut } from '../text/untrusted.ts';
import { canvasFont } from './theme.ts';

/** A context that draws in CSS pixels on a canvas of that size, with the small font of the page. Null where the browser has none left. */
export function canvasContext(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D | null {
  const ratio = devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const context = canvas.getContext('2d');
  if (context === null) return null;
  context.scale(ratio, ratio);
  context.font = canvasFont('--text-small', '--font');
  context.textBaseline = 'middle';
  return context;
}

/** One line of text, cut to what fits. Widths are estimated first: measuring each text exactly would be most of the time. */
export function fillFitted(context: CanvasRenderingContext2D, text: string, x: number, y: number, width: number): void {
  const most = Math.floor(width / 3.5);
  if (most < 3) return;
  let shown = cut(text, most);
  for (let full = context.measureText(shown).width; full > width; full = context.measureText(shown).width) {
    const length = Math.floor([...shown].length * width / full) - 1;
    if (length < 2) return;
    shown = cut(shown, length);
  }
  context.fillText(shown, x, y);
}
