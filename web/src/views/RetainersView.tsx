import { useState } from 'react';
import { get } from '../api/client.ts';
import type { EdgeRow, ObjectDetail, Paths } from '../api/types.ts';
import { objectMenu } from '../app/objectMenu.ts';
import { objectHref } from '../app/objects.ts';
import { go, type ViewProps } from '../app/route.ts';
import { useData } from '../app/useData.ts';
import { Empty } from '../components/Empty.tsx';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { Progress } from '../components/Progress.tsx';
import { t } from '../i18n/index.ts';
import { TreeTable } from '../table/TreeTable.tsx';
import { CutBar } from './CutBar.tsx';
import { toggled } from './cuts.ts';
import { retainerColumns } from './retainerColumns.tsx';
import { RetainerHead } from './RetainerHead.tsx';
import { keysAlong, placed, type RetainerParent, type RetainerRow } from './retainerRows.ts';
import './explore.css';
import './RetainersView.css';
import { useSnapshot } from './useSnapshot.ts';

interface Subject {
  /** What was asked for: while the next object loads, the last one stays whole. */
  key: string;
  cut: string;
  hide: string;
  detail: ObjectDetail;
  paths: Paths;
}

/** What keeps the selected object alive: its retainers, theirs, and so on; any of them can be cut, to see what else holds it. */
export function RetainersView({ route }: ViewProps) {
  const file = useSnapshot(route);
  const id = route.selected;
  const cut = route.parameters.cut ?? '';
  const hide = route.parameters.hide ?? '';
  const { data, error, isLoading, reload } = useData<Subject>(
    file === undefined || id === null ? null : `${file} ${id} ${cut} ${hide}`,
    async signal => {
      const [detail, paths] = await Promise.all([
        get<ObjectDetail>(`snapshots/${file}/objects/${id}`, {}, signal),
        get<Paths>(`snapshots/${file}/objects/${id}/paths`, { count: 5, cut }, signal),
      ]);
      return { key: `${file} ${id} ${cut} ${hide}`, cut, hide, detail, paths };
    });
  const [marked, setMarked] = useState<RetainerRow | null>(null);

  if (file === undefined) return <Empty title={t('exploreNoSnapshot')}>{t('exploreNoSnapshotWhy')}</Empty>;
  if (id === null) return <Empty title={t('exploreNothingSelected')}>{t('exploreNothingSelectedWhy')}</Empty>;
  if (error !== null) return <ErrorNote error={error} onRetry={reload} />;
  if (data === null) return <Progress label={t('exploreLoadingRetainers')} fraction={null} />;

  const toggle = (key: string): void => go({ parameters: { cut: toggled(cut, key) } }, true);
  const retainers = async (parent: RetainerParent, query: object, signal: AbortSignal) =>
    placed(await get(`snapshots/${file}/objects/${parent.id}/retainers`, { ...query, cut: data.cut, hide: data.hide }, signal), parent);
  const current = marked !== null && (marked.below[0] ?? 0) === data.detail.id ? marked : null;
  return (
    <section className="explore retainers" aria-label={t('exploreRetainers')} aria-busy={isLoading}>
      <RetainerHead file={file} detail={data.detail} />
      <CutBar file={file} cut={cut} hide={hide} marked={current} onToggle={toggle} paths={data.paths} detail={data.detail} />
      <TreeTable<RetainerRow>
        label={t('exploreRetainers')}
        columns={retainerColumns(cut, toggle)}
        roots={(query, signal) => retainers({ id: data.detail.id, key: '', below: [] }, query, signal)}
        children={(row, query, signal) => retainers(row, query, signal)}
        canExpand={row => row.retainerCount > 0 && !row.isCycle && row.distance !== 0}
        rowKey={row => row.key}
        expand={keysAlong(data.paths.paths[0]?.steps)}
        selected={current?.key ?? null}
        onSelect={setMarked}
        onOpen={row => go({ selected: row.id, parameters: { cut: '' } })}
        rowHref={row => objectHref(file, row.id)}
        rowMenu={row => objectMenu(row.id)}
        refreshKey={data.key}
        isDimmed={isDimmed}
        empty={<Empty title={t('exploreNoRetainers')}>{hide === '' ? t('exploreNoRetainersWhy') : t('exploreNoRetainersHidden')}</Empty>}
      />
    </section>
  );
}

function isDimmed(row: EdgeRow & { isCycle: boolean }): boolean {
  return row.isCut || !row.isReachable || row.isCycle || row.edgeType === 'weak';
}
