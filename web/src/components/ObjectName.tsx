import type { Kind } from '../api/types.ts';
import { Untrusted } from '../text/Untrusted.tsx';
import { labelOf } from '../text/labels.ts';
import { KindMark } from './KindMark.tsx';
import './ObjectName.css';

export interface NamedObject {
  id: number;
  kind: Kind;
  className: string;
  name: string;
}

/**
 * An object as every view names it: its kind, class, what tells it apart, and V8's id. Below the row of its class, what tells it apart says
 * enough.
 */
export function ObjectName({ row, isBelowClass = false }: { row: NamedObject; isBelowClass?: boolean }) {
  const { className, name } = labelOf(row);
  return (
    <span className="object-name">
      <KindMark kind={row.kind} />
      {(!isBelowClass || name === '') && <span className="object-name__class"><Untrusted text={className} max={120} /></span>}
      {name !== '' && <span className={`object-name__name object-name__name--${row.kind}`}><Untrusted text={name} max={200} /></span>}
      <span className="object-name__id">@{row.id}</span>
    </span>
  );
}
