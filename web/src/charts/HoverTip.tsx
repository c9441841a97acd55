import type { ReactNode } from 'react';
import './HoverTip.css';

/** The values at one x of a plot, beside the pointer, on the side with more room. */
export function HoverTip({ x, width, title, isAnnounced = false, children }: {
  /** In the plot, whose width it is. */
  x: number;
  width: number;
  title: string;
  /** Read out by a screen reader; off where the chart has an announcement of its own. */
  isAnnounced?: boolean;
  children: ReactNode;
}) {
  const side = x > width / 2 ? ' hover-tip--left' : '';
  return (
    <div className={`hover-tip${side}`} aria-live={isAnnounced ? 'polite' : undefined} style={{ left: x }}>
      <div className="hover-tip__title">{title}</div>
      {children}
    </div>
  );
}
