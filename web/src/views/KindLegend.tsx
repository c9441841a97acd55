import type { Kind } from '../api/types.ts';
import { t } from '../i18n/index.ts';

const kinds: readonly Kind[] = ['object', 'closure', 'array', 'string', 'code', 'native', 'system'];

/** Which colour is which kind of object. */
export function KindLegend() {
  return (
    <ul className="kind-legend" aria-label={t('exploreColours')}>
      {kinds.map(kind => (
        <li key={kind} className="kind-legend__entry">
          <span className="kind-legend__swatch" style={{ background: `var(--fill-${kind})` }} />
          {t(`kind_${kind}`)}
        </li>
      ))}
    </ul>
  );
}
