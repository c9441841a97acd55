import type { ObjectDetail } from '../api/types.ts';
import { objectHref } from '../app/objects.ts';
import { CopyButton } from '../components/CopyButton.tsx';
import { ObjectName } from '../components/ObjectName.tsx';
import { Place } from '../components/Place.tsx';
import { t } from '../i18n/index.ts';
import { bytes, exactBytes } from '../text/format.ts';
import { Untrusted } from '../text/Untrusted.tsx';

/** Whose retainers these are. */
export function RetainerHead({ file, detail }: { file: string; detail: ObjectDetail }) {
  return (
    <header className="retainers__head">
      <h2 className="retainers__title"><ObjectName row={detail} /></h2>
      <span className="retainers__size" title={exactBytes(detail.retainedBytes)}>
        {t('exploreRetainsBytes', { bytes: bytes(detail.retainedBytes) })}
      </span>
      {detail.holder !== null && <span className="retainers__holder"><Untrusted text={detail.holder} max={120} /></span>}
      {detail.location !== null && <Place place={detail.location} short />}
      <span className="retainers__actions">
        {detail.dominatorId !== detail.id && (
          <a className="retainers__link" href={objectHref(file, detail.dominatorId)} title={t('exploreToDominatorHelp')}>
            {t('exploreToDominator')} <Untrusted text={detail.dominatorName} max={40} />
          </a>
        )}
        <a className="retainers__link" href={objectHref(file, detail.id, 'dominators')}>
          {t('exploreShowDominated')}
        </a>
        <CopyButton text={`@${detail.id}`} label={t('exploreCopyId')} />
      </span>
    </header>
  );
}
