import { useCallback, useMemo, useRef, useState } from 'react';
import { get } from '../api/client.ts';
import type { ChangeRow, Comparison, ObjectRow, Page, PageQuery } from '../api/types.ts';
import { classMenu, objectMenu } from '../app/objectMenu.ts';
import { objectHref } from '../app/objects.ts';
import { isSnapshot, sourcesOf } from '../app/places.ts';
import { queryOf, setQuery } from '../app/query.ts';
import { go } from '../app/route.ts';
import type { ViewProps } from '../app/route.ts';
import { useSession } from '../app/session.ts';
import { Empty } from '../components/Empty.tsx';
import { FilterBox } from '../components/FilterBox.tsx';
import { t } from '../i18n/index.ts';
import { TreeTable } from '../table/TreeTable.tsx';
import { isolated } from '../text/untrusted.ts';
import { ComparisonBar } from './ComparisonBar.tsx';
import { comparisonColumns } from './comparisonColumns.tsx';
import './ComparisonView.css';
import { GrownPaths } from './GrownPaths.tsx';
import { childQuery, classPage, edgesOf, objectKey, objectPage } from './objectTree.ts';
import type { TreeRow } from './objectTree.ts';
import './SummaryView.css';

/** What changed between two snapshots or over several: by class, then the objects that came or went. */
export function ComparisonView({ route }: ViewProps) {
  const { session } = useSession();
  const snapshots = sourcesOf(route.files, session?.sources ?? []).filter(isSnapshot);
  const [answer, setAnswer] = useState<{ key: string; comparison: Comparison } | null>(null);
  // Known before the rows are: only objects that were matched can be listed.
  const hasObjects = useRef(true);
  const { by = '', base = '', which = 'added' } = route.parameters;
  const first = Math.max(0, snapshots.slice(0, -1).findIndex(source => source.id === base));
  const files = snapshots.slice(first).map(source => source.id);
  const key = `${files.join(',')} ${by}`;
  const query = queryOf(route, { sort: 'deltaBytes', order: 'desc' });
  const setFilter = useCallback((filter: string) => go({ parameters: { filter } }, true), []);
  const comparison = answer?.key === key ? answer.comparison : null;
  const total = comparison?.totalBytes.at(-1);
  const columns = useMemo(
    () => comparisonColumns(total, files.length, which === 'removed' ? 'removed' : 'added'), [total, files.length, which]);
  if (files.length < 2) return <Empty title={t('compareNeedsTwo')} />;

  // Added objects are in the last snapshot, removed ones in the first.
  const holder = (which === 'removed' ? files[0] : files.at(-1)) ?? '';
  const selection = (id: number) => ({ selected: id, parameters: { in: which === 'removed' ? holder : '' } });
  const roots = async (asked: PageQuery, signal: AbortSignal) => {
    const page = await get<Comparison>('compare', { files, by, ...asked }, signal);
    setAnswer({ key, comparison: page });
    hasObjects.current = page.comparedBy === 'identity';
    return classPage<ChangeRow>(page);
  };
  const children = async (item: TreeRow<ChangeRow>, asked: PageQuery, signal: AbortSignal) => {
    if (item.sort !== 'class') return edgesOf<ChangeRow>(holder, item.row.id, asked, signal);
    const parameters = { files, class: item.row.key, which, ...childQuery(asked) };
    return objectPage<ChangeRow>(await get<Page<ObjectRow>>('compare/objects', parameters, signal));
  };
  const isByStructure = comparison?.comparedBy === 'structure';
  const late = snapshots.find(source => source.id === comparison?.outOfOrder)?.name ?? comparison?.outOfOrder;
  return (
    <div className="view">
      <div className="view__bar">
        <FilterBox value={query.filter ?? ''} onChange={setFilter} label={t('compareFilter')} help={t('summaryFilterHelp')} />
        <ComparisonBar snapshots={snapshots} first={first} by={by} which={which} hasObjects={!isByStructure} />
      </div>
      {late != null && <p className="comparison__note" role="status">{t('compareOrder', { name: isolated(late) })}</p>}
      {isByStructure && (
        <>
          <p className="comparison__note" role="status">{t('compareStructure')}</p>
          <GrownPaths paths={comparison.paths} selected={route.selected} />
        </>
      )}
      <TreeTable<TreeRow<ChangeRow>>
        label={t('compareLabel')} roots={roots} children={children}
        columns={columns} refreshKey={`${key} ${which}`} query={query} onQuery={setQuery}
        canExpand={item => {
          if (item.sort !== 'class') return item.row.edgeCount > 0;
          return hasObjects.current && (which === 'removed' ? item.row.removed : item.row.added) > 0;
        }}
        rowKey={item => item.key}
        selected={route.selected === null ? null : objectKey(route.selected)}
        onSelect={item => {
          if (item.sort !== 'class') go(selection(item.row.id), true);
        }}
        rowHref={item => (item.sort === 'class' ? undefined : objectHref(holder, item.row.id))}
        rowMenu={item => (item.sort === 'class' ? classMenu(item.row.name, item.row.key) : objectMenu(item.row.id, holder))} />
    </div>
  );
}
