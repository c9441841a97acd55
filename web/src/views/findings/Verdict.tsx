import type { ReactNode } from 'react';
import type { Diagnosis, Suspects } from '../../api/types.ts';
import { t } from '../../i18n/index.ts';
import { Untrusted } from '../../text/Untrusted.tsx';
import { verdictKey } from './markdown.ts';
import './Verdict.css';

/** What was found, in one line, and why. */
export function Verdict({ verdict, headline, reason, notes, facts, children }: {
  verdict: Diagnosis['verdict'] | Suspects['verdict'];
  headline: string;
  /** Where it is not the headline. */
  reason: string | null;
  notes: readonly string[];
  facts: readonly { label: string; text: string }[];
  children?: ReactNode;
}) {
  return (
    <header className={`verdict verdict--${verdict}`}>
      <p className="verdict__badge">{t(verdictKey(verdict))}</p>
      <h2 className="verdict__headline"><Untrusted text={headline} max={300} /></h2>
      {reason !== null && <p className="verdict__reason"><Untrusted text={reason} max={1000} /></p>}
      {notes.map(note => <p key={note} className="verdict__note">{note}</p>)}
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
