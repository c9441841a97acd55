import { get } from '../api/client.ts';
import type { ObjectDetail } from '../api/types.ts';
import { objectMenu } from '../app/objectMenu.ts';
import { objectHref } from '../app/objects.ts';
import { go, href } from '../app/route.ts';
import type { ViewProps } from '../app/route.ts';
import { overview } from '../app/overview.ts';
import { useData } from '../app/useData.ts';
import { AboutClass } from '../components/AboutClass.tsx';
import { Button } from '../components/Button.tsx';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { Menu } from '../components/Menu.tsx';
import { ObjectName } from '../components/ObjectName.tsx';
import { Place } from '../components/Place.tsx';
import { t } from '../i18n/index.ts';
import { Untrusted } from '../text/Untrusted.tsx';
import { bytes, bytesOf, count, distance, exactBytes } from '../text/format.ts';
import { Entries } from './Entries.tsx';
import { SourceText } from './SourceText.tsx';
import { StringText } from './StringText.tsx';
import { useSelection } from './useSelection.ts';
import './ObjectPane.css';

/** What is in the selected object. */
export function ObjectPane({ route }: ViewProps) {
  const { file, id } = useSelection(route);
  const { data, error, isLoading, reload } = useData(file === null || id === null ? null : `${file}/${id}`, async signal => {
    const detail = get<ObjectDetail>(`snapshots/${file}/objects/${id}`, {}, signal);
    return { detail: await detail, total: (await overview(file ?? '')).totalBytes, file: file ?? '' };
  });
  return (
    <section className="object-pane" aria-label={t('objectTitle')} aria-busy={isLoading}>
      {id === null && <p className="object-pane__note">{t('objectNone')}</p>}
      {id !== null && error !== null && <ErrorNote error={error} onRetry={reload} />}
      {id !== null && error === null && data !== null && <Detail {...data} />}
    </section>
  );
}

function Detail({ detail, total, file }: { detail: ObjectDetail; total: number; file: string }) {
  const { preview, location } = detail;
  return (
    <>
      <header className="object-pane__head">
        <span className="object-pane__name"><ObjectName row={detail} /></span>
        <AboutClass name={detail.className} />
        <Menu align="end" trigger={<Button kind="quiet">{t('objectOpenIn')} ▾</Button>} items={objectMenu(detail.id, file)} />
      </header>
      <dl className="object-pane__facts">
        <Fact name={t('objectShallow')} title={exactBytes(detail.selfBytes)}>{bytes(detail.selfBytes)}</Fact>
        <Fact name={t('objectRetained')} title={exactBytes(detail.retainedBytes)}>{bytesOf(detail.retainedBytes, total)}</Fact>
        <Fact name={t('objectDistance')}>{detail.distance === null ? t('objectWeak') : distance(detail.distance)}</Fact>
        <Fact name={t('objectReferences')}>{count(detail.edgeCount)}</Fact>
        <Fact name={t('objectRetainers')}>{count(detail.retainerCount)}</Fact>
        <Fact name={t('objectDominates')}>{count(detail.dominatedCount)}</Fact>
      </dl>
      <p className="object-pane__line">
        <span className="object-pane__label">{t('objectDominator')}</span>
        <a href={href({ selected: detail.dominatorId })} className="object-pane__link" onClick={event => {
          if (event.ctrlKey || event.metaKey) return;
          event.preventDefault();
          go({ selected: detail.dominatorId }, true);
        }}>
          <Untrusted text={detail.dominatorName} max={80} /> @{detail.dominatorId}
        </a>
      </p>
      {preview.kind === 'string'
        ? <StringText key={`${file}/${detail.id}`} file={file} id={detail.id} />
        : <Entries key={`${file}/${detail.id}`} preview={preview} all={objectHref(file, detail.id, 'containment')} />}
      {location !== null && (
        <section className="object-pane__part">
          <h3 className="object-pane__label">{t('objectSource')}</h3>
          <Place place={location} />
          <SourceText key={`${file}/${detail.id}`} file={file} id={detail.id} />
        </section>
      )}
    </>
  );
}

function Fact({ name, title, children }: { name: string; title?: string; children: React.ReactNode }) {
  return (
    <div className="object-pane__fact" title={title}>
      <dt className="object-pane__label">{name}</dt>
      <dd className="object-pane__value">{children}</dd>
    </div>
  );
}
