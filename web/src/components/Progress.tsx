import { percent } from '../text/format.ts';
import './notes.css';

/** How far something is; `fraction` null where that is not known. */
export function Progress({ label, fraction }: { label: string; fraction: number | null }) {
  return (
    <div className="progress">
      <div className="progress__label">
        <span>{label}</span>
        {fraction !== null && <span className="number">{percent(fraction)}</span>}
      </div>
      <div className="progress__track" role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100}
        aria-valuenow={fraction === null ? undefined : Math.round(fraction * 100)}>
        <div className={`progress__fill${fraction === null ? ' progress__fill--unknown' : ''}`}
          style={fraction === null ? undefined : { width: `${fraction * 100}%` }} />
      </div>
    </div>
  );
}
