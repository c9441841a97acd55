import { Untrusted } from '../../text/Untrusted.tsx';

/** How sure, and on demand why. */
export function Evidence({ title, level, reasons, isOpen = false }: {
  title: string;
  level: 'high' | 'medium' | 'low';
  reasons: readonly string[];
  isOpen?: boolean;
}) {
  if (reasons.length === 0) return <p className={`evidence evidence--${level}`}><span className="evidence__level">{title}</span></p>;
  return (
    <details className={`evidence evidence--${level}`} open={isOpen}>
      <summary>
        <span className="evidence__level">{title}</span>
      </summary>
      <ul className="evidence__reasons">
        {reasons.map(reason => <li key={reason}><Untrusted text={reason} max={600} /></li>)}
      </ul>
    </details>
  );
}
