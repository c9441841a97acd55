import { t } from '../../i18n/index.ts';
import { fileName } from '../../text/names.ts';
import { Untrusted } from '../../text/Untrusted.tsx';

export interface ContentsRow {
  fingerprint: string;
  title: string;
  figure: string | null;
  place: string | null;
}

/** Several findings at a glance: one row for each, which scrolls to its card. */
export function Contents({ rows }: { rows: readonly ContentsRow[] }) {
  return (
    <nav className="contents" aria-label={t('findContents')}>
      <ol>
        {rows.map(({ fingerprint, title, figure, place }, index) => (
          <li key={fingerprint}>
            <button type="button" onClick={() => show(fingerprint)}>
              <span className="finding__number">{index + 1}</span>
              <span className="contents__title"><Untrusted text={title} max={160} /></span>
              {place !== null && (
                <span className="contents__place"><Untrusted text={fileName(place)} max={60} /></span>
              )}
              {figure !== null && <span className="contents__figure number">{figure}</span>}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** Brings the card of a finding into view. */
export function show(fingerprint: string): void {
  const card = document.getElementById(`finding-${fingerprint}`);
  card?.scrollIntoView({ block: 'start' });
  card?.focus({ preventScroll: true });
}
