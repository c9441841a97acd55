import type { EdgeRow } from '../api/types.ts';
import { Untrusted } from '../text/Untrusted.tsx';
import { edgeText, isInternal } from '../text/edges.ts';
import { ObjectName } from './ObjectName.tsx';
import './EdgeName.css';

/** A reference and the object that it leads to. */
export function EdgeName({ row }: { row: EdgeRow }) {
  return (
    <span className="edge-name">
      {row.edge !== '' && (
        <span className={`edge-name__edge${isInternal(row.edgeType) ? ' edge-name__edge--internal' : ''}`}>
          <Untrusted text={edgeText(row.edge, row.edgeType)} max={120} />
        </span>
      )}
      <ObjectName row={row} />
    </span>
  );
}
