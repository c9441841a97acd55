import { bytes, exactBytes, percent } from '../text/format.ts';
import './cells.css';

/** A size, with a bar of its share of `total` behind it; `inner` is a part of it, drawn darker (shallow in retained). */
export function SizeCell({ bytes: value, total, inner }: { bytes: number; total?: number; inner?: number }) {
  const share = total !== undefined && total > 0 ? Math.min(1, value / total) : 0;
  const part = total !== undefined && total > 0 && inner !== undefined ? Math.min(share, inner / total) : 0;
  const title = total !== undefined && total > 0 ? `${exactBytes(value)} (${percent(value / total)})` : exactBytes(value);
  return (
    <span className="number size" title={title}>
      {share > 0 && <span className="size__bar" style={{ width: `${share * 100}%` }} />}
      {part > 0 && <span className="size__bar size__bar--inner" style={{ width: `${part * 100}%` }} />}
      <span className="size__text">{bytes(value)}</span>
    </span>
  );
}
