import type { ReactNode } from 'react';
import './HoverCard.css';

/** What is under the pointer of a canvas, next to it, on the side with more room. */
export function HoverCard({ x, y, width, height, children }: {
  /** Where the pointer is, and the size of the canvas. */
  x: number;
  y: number;
  width: number;
  height: number;
  children: ReactNode;
}) {
  const sides = `${x > width / 2 ? ' hover-card--left' : ''}${y > height / 2 ? ' hover-card--above' : ''}`;
  return <div className={`hover-card${sides}`} style={{ left: x, top: y }}>{children}</div>;
}
