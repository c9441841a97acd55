import type { ReactNode } from 'react';
import './notes.css';

/** Nothing to show: says what and, in its children, why and what can be done. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty" role="status">
      <p className="empty__title">{title}</p>
      {children !== undefined && <div className="empty__text">{children}</div>}
    </div>
  );
}
