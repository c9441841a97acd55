import { useMemo, useRef } from 'react';
import { CellCanvas } from './CellCanvas.tsx';
import { layoutIcicle } from './icicleLayout.ts';
import type { CellChartProps } from './Treemap.tsx';
import { useSize } from './useSize.ts';
import './Treemap.css';

const rowHeight = 20;

/** The dominator tree level by level, as deep as it goes; scrolls where that is more than fits. */
export function Icicle({ root, ...rest }: CellChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const { width } = useSize(host);
  const cells = useMemo(() => layoutIcicle(root, width, rowHeight), [root, width]);
  const depth = cells.reduce((most, cell) => Math.max(most, cell.depth), 0);
  return (
    <div ref={host} className="treemap treemap--scrolls">
      {width > 0 && <CellCanvas form="icicle" cells={cells} width={width} height={(depth + 1) * rowHeight} {...rest} />}
    </div>
  );
}
