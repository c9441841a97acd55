import { useMemo } from 'react';
import { get } from '../api/client.ts';
import type { EdgeRow, ObjectDetail, Page, PageQuery } from '../api/types.ts';
import { objectMenu } from '../app/objectMenu.ts';
import { objectHref } from '../app/objects.ts';
import { overview } from '../app/overview.ts';
import { snapshotOf } from '../app/places.ts';
import { queryOf, setQuery } from '../app/query.ts';
import { go } from '../app/route.ts';
import type { ViewProps } from '../app/route.ts';
import { useSession } from '../app/session.ts';
import { useData } from '../app/useData.ts';
import { Button } from '../components/Button.tsx';
import { DistanceCell } from '../components/DistanceCell.tsx';
import { EdgeName } from '../components/EdgeName.tsx';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { SizeCell } from '../components/SizeCell.tsx';
import { t } from '../i18n/index.ts';
import type { Column } from '../table/columns.ts';
import { TreeTable } from '../table/TreeTable.tsx';
import './SummaryView.css';

/** What references what, from the root down, or from the object that the address names. */
export function ContainmentView({ route }: ViewProps) {
  const { session } = useSession();
  const file = snapshotOf(route.files, session?.sources ?? [], route.parameters.in)?.id ?? '';
  const { data, error, reload } = useData(file === '' ? null : file, () => overview(file));
  const columns = useMemo(() => containmentColumns(data?.totalBytes ?? 0), [data]);
  const root = /^\d+$/.test(route.parameters.root ?? '') ? Number(route.parameters.root) : null;
  if (error !== null) return <ErrorNote error={error} onRetry={reload} />;
  if (data === null) return <p className="app__wait" role="status">{t('commonLoading')}</p>;

  const edges = (id: number, query: PageQuery, signal: AbortSignal) =>
    get<Page<EdgeRow>>(`snapshots/${file}/objects/${id}/edges`, { ...query }, signal);
  const roots = async (query: PageQuery, signal: AbortSignal): Promise<Page<EdgeRow>> => {
    if (root === null) {
      const page = await edges(data.rootId, query, signal);
      return query.sort === undefined ? { ...page, rows: userRootsFirst(page.rows) } : page;
    }
    const detail = await get<ObjectDetail>(`snapshots/${file}/objects/${root}`, {}, signal);
    const row: EdgeRow = { ...detail, edge: '', edgeType: '', edgeKey: '', isCut: false, isReachable: true };
    return { total: 1, matching: 1, offset: 0, rows: [row] };
  };
  return (
    <div className="view">
      {root !== null && (
        <div className="view__bar">
          <Button kind="quiet" onClick={() => go({ parameters: { root: '' } })}>← {t('containmentUser')}</Button>
        </div>
      )}
      <TreeTable<EdgeRow>
        label={t('containmentLabel')} columns={columns} roots={roots}
        children={(row, query, signal) => edges(row.id, query, signal)}
        refreshKey={`${file} ${root}`} query={queryOf(route)} onQuery={setQuery}
        expand={root === null ? undefined : [String(root)]}
        canExpand={row => row.edgeCount > 0}
        rowKey={row => String(row.id)}
        selected={route.selected === null ? null : String(route.selected)}
        onSelect={row => go({ selected: row.id }, true)}
        rowHref={row => objectHref(file, row.id)}
        rowMenu={row => objectMenu(row.id, file)}
        isDimmed={row => row.edgeType === 'weak'} />
    </div>
  );
}

/** Global objects before V8's own roots. */
function userRootsFirst(rows: readonly EdgeRow[]): EdgeRow[] {
  const isUser = (row: EdgeRow) => row.type !== 'synthetic' && row.kind !== 'system';
  return [...rows.filter(isUser), ...rows.filter(row => !isUser(row))];
}

function containmentColumns(total: number): Column<EdgeRow>[] {
  return [
    { id: 'name', title: t('colObject'), sort: 'name', width: 'minmax(300px, 1fr)', render: row => <EdgeName row={row} /> },
    {
      id: 'shallow', title: t('colShallow'), help: t('helpShallow'), sort: 'shallow', align: 'right',
      render: row => <SizeCell bytes={row.selfBytes} />,
    },
    {
      id: 'retained', title: t('colRetained'), help: t('helpRetained'), sort: 'retained', align: 'right', width: '140px',
      render: row => <SizeCell bytes={row.retainedBytes} total={total} inner={row.selfBytes} />,
    },
    {
      id: 'distance', title: t('colDistance'), help: t('helpDistance'), align: 'right', width: '72px',
      render: row => <DistanceCell steps={row.distance} />,
    },
  ];
}
