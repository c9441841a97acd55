import { get } from '../api/client.ts';
import type { EdgeRow, ObjectDetail, Page, Paths } from '../api/types.ts';
import { go } from '../app/route.ts';
import { useData } from '../app/useData.ts';
import { Button } from '../components/Button.tsx';
import { t } from '../i18n/index.ts';
import { bytes } from '../text/format.ts';
import { Untrusted } from '../text/Untrusted.tsx';
import { isolated } from '../text/untrusted.ts';
import { parseCuts, type Cut } from './cuts.ts';
import { PathStrip } from './PathStrip.tsx';
import type { RetainerRow } from './retainerRows.ts';

interface CutBarProps {
  file: string;
  cut: string;
  hide: string;
  /** The row of the tree that is marked, for cuts by keyboard. */
  marked: RetainerRow | null;
  onToggle(key: string): void;
  paths: Paths;
  detail: ObjectDetail;
}

/** What is hidden and what is cut, and what then still holds the object. */
export function CutBar({ file, cut, hide, marked, onToggle, paths, detail }: CutBarProps) {
  const cuts = parseCuts(cut);
  const hidden = new Set(hide.split(',').filter(one => one !== ''));
  const flip = (name: string): void => {
    const next = new Set(hidden);
    if (!next.delete(name)) next.add(name);
    go({ parameters: { hide: [...next].join(',') } }, true);
  };
  return (
    <div className="retainers__bar">
      <div className="retainers__tools">
        <label className="retainers__toggle">
          <input type="checkbox" checked={hidden.has('internals')} onChange={() => flip('internals')} /> {t('exploreHideInternals')}
        </label>
        <label className="retainers__toggle">
          <input type="checkbox" checked={hidden.has('cycles')} onChange={() => flip('cycles')} /> {t('exploreHideCycles')}
        </label>
        <Button kind="quiet" disabled={marked === null} onClick={() => marked !== null && onToggle(`n${marked.id}`)}>
          {t('exploreCutMarkedObject')}
        </Button>
        <Button kind="quiet" disabled={marked === null} onClick={() => marked !== null && onToggle(marked.edgeKey)}>
          {t('exploreCutMarkedReference')}
        </Button>
      </div>
      {cuts.length > 0 && (
        <ul className="retainers__chips" aria-label={t('exploreCuts')}>
          {cuts.map(one => <Chip key={one.key} file={file} cut={one} onRemove={() => onToggle(one.key)} />)}
          <li><Button kind="quiet" onClick={() => go({ parameters: { cut: '' } }, true)}>{t('exploreRestoreAll')}</Button></li>
        </ul>
      )}
      <div role="status">
        {paths.paths.length === 0
          ? (
            <p className="retainers__verdict">
              {cuts.length > 0 ? t('exploreNothingElse', { bytes: bytes(detail.retainedBytes) }) : t('exploreOnlyWeak')}
            </p>
          )
          : cuts.length > 0 && <PathStrip file={file} paths={paths} />}
      </div>
    </div>
  );
}

function Chip({ file, cut, onRemove }: { file: string; cut: Cut; onRemove(): void }) {
  const { data } = useData(`${file} ${cut.key}`, signal => named(file, cut, signal));
  const id = `@${cut.id}`;
  const edge = data?.edge ?? (cut.what === 'reference' ? t('exploreReferenceOf', { position: cut.position + 1 }) : null);
  const name = data?.className ?? '';
  const text = edge === null ? `${name} ${id}` : `${edge} ${t('exploreIn')} ${name} ${id}`;
  return (
    <li className="retainers__chip">
      {edge !== null && <><span className="retainers__edge"><Untrusted text={edge} max={40} /></span> {t('exploreIn')}</>}
      <Untrusted text={name} max={40} /> {id}
      <button type="button" className="retainers__remove" aria-label={t('exploreRestore', { name: isolated(text) })}
        onClick={onRemove}>
        ×
      </button>
    </li>
  );
}

/** What the person cut, by name. An object may have more references than a page: then the position of the reference has to do. */
async function named(file: string, cut: Cut, signal: AbortSignal): Promise<{ className: string; edge: string | null }> {
  const [detail, edges] = await Promise.all([
    get<ObjectDetail>(`snapshots/${file}/objects/${cut.id}`, {}, signal),
    cut.what === 'object' ? null : get<Page<EdgeRow>>(`snapshots/${file}/objects/${cut.id}/edges`, { sort: 'file', limit: 1000 }, signal),
  ]);
  return { className: detail.className, edge: edges?.rows.find(row => row.edgeKey === cut.key)?.edge ?? null };
}
