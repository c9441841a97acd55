import { bytes, count, exactBytes, signedBytes, signedCount } from '../text/format.ts';
import './cells.css';

/** A difference: growth orange with +, shrinking blue with −, nothing grey. */
export function DeltaCell({ value, kind }: { value: number; kind: 'bytes' | 'count' }) {
  const tone = value > 0 ? 'delta--growth' : value < 0 ? 'delta--shrink' : 'delta--none';
  const text = kind === 'bytes' ? (value === 0 ? bytes(0) : signedBytes(value)) : signedCount(value);
  return <span className={`number delta ${tone}`} title={kind === 'bytes' ? exactBytes(value) : count(value)}>{text}</span>;
}
