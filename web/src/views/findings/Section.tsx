import type { ReactNode } from 'react';

/** A part of a card under a small heading. */
export function Section({ title, help, wide = false, children }: {
  title: string;
  help?: string;
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <section className={wide ? 'finding__section finding__section--wide' : 'finding__section'}>
      <h4 className="finding__heading" title={help}>{title}</h4>
      {children}
    </section>
  );
}

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
