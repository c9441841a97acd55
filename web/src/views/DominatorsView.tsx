import { useCallback } from 'react';
import { get } from '../api/client.ts';
import type { DominatorCells, ObjectRow, Page, PageQuery } from '../api/types.ts';
import { objectMenu } from '../app/objectMenu.ts';
import { objectHref } from '../app/objects.ts';
import { queryOf, setQuery } from '../app/query.ts';
import { go, type ViewProps } from '../app/route.ts';
import { useData } from '../app/useData.ts';
import { Icicle } from '../charts/Icicle.tsx';
import { Treemap } from '../charts/Treemap.tsx';
import { Empty } from '../components/Empty.tsx';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { ObjectName } from '../components/ObjectName.tsx';
import { Progress } from '../components/Progress.tsx';
import { Segments } from '../components/Segments.tsx';
import { SizeCell } from '../components/SizeCell.tsx';
import { t } from '../i18n/index.ts';
import type { Column } from '../table/DataTable.tsx';
import { TreeTable } from '../table/TreeTable.tsx';
import { count } from '../text/format.ts';
import { DominatorCrumbs } from './DominatorCrumbs.tsx';
import './explore.css';
import './DominatorsView.css';
import { useSnapshot } from './useSnapshot.ts';
import { KindLegend } from './KindLegend.tsx';

type Form = 'treemap' | 'icicle' | 'tree';

/** Levels of one cut: a treemap shows few at once, an icicle all that fit. */
const depths: Record<Form, number> = { treemap: 40, icicle: 24, tree: 0 };

/** What keeps memory alive: the dominator tree from one object on, as areas, as rows of levels or as a tree. */
export function DominatorsView({ route }: ViewProps) {
  const file = useSnapshot(route);
  const form = formOf(route.parameters.form);
  const root = route.parameters.root ?? '';
  const { data: loaded, error, isLoading, reload } = useData<DominatorCells>(
    file === undefined ? null : `${file} ${root} ${depths[form]}`,
    signal => get(`snapshots/${file}/dominators`, { root, depth: depths[form], max: 3000 }, signal));
  // What an address of another snapshot names need not be in this one: then nothing of the old one stays.
  const data = error === null ? loaded : null;
  const rootId = data?.root.id;

  const zoom = useCallback((id: number) => go({ parameters: { root: String(id) } }), []);
  const parent = data?.ancestors.at(-2);
  const zoomOut = useCallback(() => {
    if (parent !== undefined) go({ parameters: { root: String(parent.id) } });
  }, [parent]);

  if (file === undefined) return <Empty title={t('exploreNoSnapshot')}>{t('exploreNoSnapshotWhy')}</Empty>;
  const total = data?.ancestors[0]?.retainedBytes ?? 0;
  const shared = {
    label: t('exploreDominators'),
    total,
    selected: route.selected,
    onSelect: (id: number) => go({ selected: id }, true),
    onZoom: zoom,
    onZoomOut: zoomOut,
    hrefOf: (id: number) => objectHref(file, id),
  };
  return (
    <section className="explore dominators" aria-label={t('exploreDominators')} aria-busy={isLoading}>
      <div className="explore__bar">
        <Segments
          label={t('exploreForm')}
          value={form}
          options={[
            { value: 'treemap', label: t('exploreTreemap') },
            { value: 'icicle', label: t('exploreIcicle') },
            { value: 'tree', label: t('exploreTree') },
          ]}
          onChange={next => go({ parameters: { form: next } }, true)}
        />
        {data !== null && <DominatorCrumbs ancestors={data.ancestors} />}
      </div>
      {error !== null && <ErrorNote error={error} onRetry={reload} />}
      {data === null && error === null && <Progress label={t('exploreLoadingDominators')} fraction={null} />}
      {data !== null && form !== 'tree' && (
        data.root.childCount === 0
          ? <Empty title={t('exploreDominatesNothing')}>{t('exploreDominatesNothingWhy')}</Empty>
          : form === 'treemap' ? <Treemap root={data.root} {...shared} /> : <Icicle root={data.root} {...shared} />
      )}
      {form !== 'tree' && (
        <div className="dominators__foot">
          <KindLegend />
          <span>{t('exploreCellHint')}</span>
        </div>
      )}
      {form === 'tree' && rootId !== undefined && (
        <TreeTable<ObjectRow>
          label={t('exploreDominators')}
          columns={columns(total)}
          roots={(query, signal) => dominated(file, rootId, query, signal)}
          children={(row, query, signal) => dominated(file, row.id, query, signal)}
          canExpand={row => row.dominatedCount > 0}
          rowKey={row => String(row.id)}
          selected={route.selected === null ? null : String(route.selected)}
          onSelect={row => go({ selected: row.id }, true)}
          onOpen={row => zoom(row.id)}
          rowHref={row => objectHref(file, row.id)}
          rowMenu={row => objectMenu(row.id)}
          refreshKey={`${file} ${rootId}`}
          query={queryOf(route, { sort: 'retained', order: 'desc' })}
          onQuery={setQuery}
          empty={<Empty title={t('exploreDominatesNothing')}>{t('exploreDominatesNothingWhy')}</Empty>}
        />
      )}
    </section>
  );
}

function formOf(text: string | undefined): Form {
  return text === 'icicle' || text === 'tree' ? text : 'treemap';
}

function dominated(file: string, id: number, query: PageQuery, signal: AbortSignal): Promise<Page<ObjectRow>> {
  return get(`snapshots/${file}/objects/${id}/dominated`, { ...query }, signal);
}

function columns(total: number): Column<ObjectRow>[] {
  return [
    { id: 'object', title: t('exploreObject'), width: 'minmax(240px, 1fr)', render: row => <ObjectName row={row} /> },
    {
      id: 'dominates', title: t('exploreDominates'), help: t('exploreDominatesHelp'), align: 'right', width: '104px',
      render: row => <span className="number">{count(row.dominatedCount)}</span>,
    },
    {
      id: 'shallow', title: t('exploreShallow'), sort: 'shallow', align: 'right', width: '112px',
      render: row => <SizeCell bytes={row.selfBytes} />,
    },
    {
      id: 'retained', title: t('exploreRetained'), sort: 'retained', align: 'right', width: '152px',
      render: row => <SizeCell bytes={row.retainedBytes} total={total} inner={row.selfBytes} />,
    },
  ];
}
