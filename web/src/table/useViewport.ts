import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { flushSync } from 'react-dom';
import { baseOf, blockSlots, isScaled, maxOffset, rowRange, scrolled, showing, spacerHeight, toScrollTop } from './scroll.ts';
import type { Extent, Position } from './scroll.ts';

export interface Viewport {
  first: number;
  end: number;
  /** The most blocks of rows that are drawn at a time. */
  slots: number;
  spacer: number;
  rowHeight: number;
  /** The row that the drawn ones are placed from. */
  base: number;
  /** Where that one lies, in px of the spacer; may be above it. */
  top: number;
  /** Rows that fit. */
  fitting: number;
  show(index: number): void;
}

/** Which of `rows` rows the scrolling element shows. */
export function useViewport(scroller: RefObject<HTMLDivElement | null>, rows: number): Viewport {
  const [size, setSize] = useState({ rowHeight: 24, viewport: 480 });
  const [position, setPosition] = useState<Position>({ scrollTop: 0, offset: 0 });
  const extent: Extent = { rows, ...size };
  const latest = useRef({ extent, position });
  latest.current = { extent, position };

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const measure = () => {
      const header = element.querySelector<HTMLElement>('.grid__head')?.offsetHeight ?? 0;
      const rowHeight = Number.parseFloat(getComputedStyle(element).getPropertyValue('--grid-row')) || 24;
      setSize({ rowHeight, viewport: Math.max(rowHeight, element.clientHeight - header) });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const settle = () => {
      const { extent: now, position: at } = latest.current;
      if (!isScaled(now)) return;
      const scrollTop = toScrollTop(at.offset, now);
      if (Math.abs(scrollTop - element.scrollTop) < 1) return;
      element.scrollTop = scrollTop;
      setPosition({ scrollTop: element.scrollTop, offset: at.offset });
    };
    const move = () => {
      const { extent: now, position: at } = latest.current;
      if (element.scrollTop === at.scrollTop) return;
      const next = scrolled(at, element.scrollTop, now);
      latest.current.position = next;
      // In the frame that scrolls: the rows are laid out once, with their new place.
      flushSync(() => setPosition(next));
      clearTimeout(timer);
      timer = setTimeout(settle, 200);
    };
    element.addEventListener('scroll', move, { passive: true });
    return () => {
      element.removeEventListener('scroll', move);
      clearTimeout(timer);
    };
  }, [scroller]);

  const show = useCallback((index: number) => {
    const element = scroller.current;
    const { extent: now, position: at } = latest.current;
    if (element === null) return;
    const offset = showing(index, at.offset, now);
    if (offset === at.offset) return;
    element.scrollTop = toScrollTop(offset, now);
    const next = { scrollTop: element.scrollTop, offset };
    latest.current.position = next;
    setPosition(next);
  }, [scroller]);

  // A list that became shorter ends before the position that was scrolled to.
  const offset = Math.min(position.offset, maxOffset(extent));
  const { first, end } = rowRange(offset, extent);
  const scrollTop = isScaled(extent) ? position.scrollTop : offset;
  const base = baseOf(first);
  return {
    first,
    end,
    slots: blockSlots(extent),
    spacer: spacerHeight(extent),
    rowHeight: size.rowHeight,
    base,
    top: scrollTop - (offset - base * size.rowHeight),
    fitting: Math.max(1, Math.floor(size.viewport / size.rowHeight)),
    show,
  };
}
