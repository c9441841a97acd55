import type { ReactNode } from 'react';
import './Facts.css';

export interface Fact {
  label: string;
  value: ReactNode;
  note?: ReactNode;
  isGrowth?: boolean;
}

/** Figures side by side, each under its name. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="facts">
      {facts.map(({ label, value, note, isGrowth }) => (
        <div key={label} className="facts__fact">
          <dt>{label}</dt>
          <dd className={isGrowth === true ? 'facts__value facts__value--growth' : 'facts__value'}>{value}</dd>
          {note !== undefined && note !== null && <dd className="facts__note">{note}</dd>}
        </div>
      ))}
    </dl>
  );
}
