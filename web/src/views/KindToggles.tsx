import type { Kind } from '../api/types.ts';
import { KindMark } from '../components/KindMark.tsx';
import { t } from '../i18n/index.ts';
import './SummaryView.css';

const kinds: readonly Kind[] = ['object', 'closure', 'string', 'array', 'code', 'native', 'system', 'other'];

/** Shows only some kinds of objects; none chosen: all. */
export function KindToggles({ value, onChange }: { value: readonly Kind[]; onChange(value: readonly Kind[]): void }) {
  return (
    <div className={`kind-toggles${value.length > 0 ? ' kind-toggles--some' : ''}`} role="group" aria-label={t('summaryKinds')}>
      {kinds.map(kind => {
        const isOn = value.includes(kind);
        return (
          <button key={kind} type="button" className="kind-toggles__toggle" aria-pressed={isOn} aria-label={t(`kind_${kind}`)}
            title={t(`kind_${kind}`)} onClick={() => onChange(isOn ? value.filter(other => other !== kind) : [...value, kind])}>
            <span aria-hidden="true"><KindMark kind={kind} /></span>
          </button>
        );
      })}
    </div>
  );
}
