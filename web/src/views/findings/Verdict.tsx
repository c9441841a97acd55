import type { ReactNode } from 'react';
import type { Diagnosis, Suspects } from '../../api/types.ts';
import { Untrusted } from '../../text/Untrusted.tsx';
import { Notice } from './Notice.tsx';
import './Verdict.css';

export type Tone = 'good' | 'bad' | 'open';

export function toneOf(verdict: Diagnosis['verdict'] | Suspects['verdict']): Tone {
  if (verdict === 'leak') return 'bad';
  return verdict === 'no-leak' || verdict === 'no-suspects' ? 'good' : 'open';
}

/** What was found, in one line, and why. */
export function Verdict({ tone, badge, headline, reason, notes = [], facts, children }: {
  tone: Tone;
  badge: string;
  headline: string;
  /** What the headline does not say. */
  reason: string | null;
  notes?: readonly string[];
  facts: readonly { label: string; text: string }[];
  children?: ReactNode;
}) {
  return (
    <header className={`verdict verdict--${tone}`}>
      <p className="verdict__badge">{badge}</p>
      <h2 className="verdict__headline"><Untrusted text={headline} max={300} /></h2>
      {reason !== null && <p className="verdict__reason"><Untrusted text={reason} max={1000} /></p>}
      {notes.map(note => <Notice key={note}>{note}</Notice>)}
      {facts.length > 0 && (
        <dl className="verdict__facts">
          {facts.map(({ label, text }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd><Untrusted text={text} max={300} /></dd>
            </div>
          ))}
        </dl>
      )}
      {children !== undefined && <div className="verdict__actions">{children}</div>}
    </header>
  );
}
