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
