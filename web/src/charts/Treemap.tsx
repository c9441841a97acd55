import { useMemo, useRef } from 'react';
import type { Cell } from '../api/types.ts';
import { CellCanvas, type CellCanvasProps } from './CellCanvas.tsx';
import { layoutTreemap } from './treemapLayout.ts';
import { useSize } from './useSize.ts';
import './Treemap.css';

export interface CellChartProps extends Omit<CellCanvasProps, 'cells' | 'width' | 'height' | 'form'> {
  root: Cell;
}

/** The dominator tree as areas, filling the element around it. */
export function Treemap({ root, ...rest }: CellChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(host);
  const cells = useMemo(() => layoutTreemap(root, width, height), [root, width, height]);
  return (
    <div ref={host} className="treemap">
      {width > 0 && <CellCanvas form="treemap" cells={cells} width={width} height={height} {...rest} />}
    </div>
  );
}
