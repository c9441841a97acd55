import { useState } from 'react';
import type { PointerEvent } from 'react';

/** The edge between two parts: dragged with the pointer, or moved with the arrow keys. */
export function Resizer({ direction, label, value, min, max, sign, onChange }: {
  /** How it moves. */
  direction: 'horizontal' | 'vertical';
  label: string;
  value: number;
  min: number;
  max: number;
  /** −1 where moving right or down makes the part smaller. */
  sign: 1 | -1;
  onChange(value: number): void;
}) {
  const [drag, setDrag] = useState<{ from: number; value: number } | null>(null);
  const isHorizontal = direction === 'horizontal';
  const at = (event: PointerEvent) => (isHorizontal ? event.clientX : event.clientY);
  const set = (next: number) => onChange(Math.round(Math.max(min, Math.min(max, next))));
  return (
    <div className={`resizer resizer--${direction}${drag === null ? '' : ' resizer--moving'}`} role="separator" tabIndex={0}
      aria-orientation={isHorizontal ? 'vertical' : 'horizontal'} aria-label={label}
      aria-valuenow={value} aria-valuemin={min} aria-valuemax={max}
      onPointerDown={event => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ from: at(event), value });
      }}
      onPointerMove={event => {
        if (drag !== null) set(drag.value + sign * (at(event) - drag.from));
      }}
      onPointerUp={() => setDrag(null)}
      onPointerCancel={() => setDrag(null)}
      onKeyDown={event => {
        const forward = isHorizontal ? 'ArrowRight' : 'ArrowDown';
        const back = isHorizontal ? 'ArrowLeft' : 'ArrowUp';
        if (event.key !== forward && event.key !== back) return;
        event.preventDefault();
        set(value + sign * (event.key === forward ? 1 : -1) * (event.shiftKey ? 80 : 20));
      }} />
  );
}
