import { useCallback, useMemo } from 'react';
import { get } from '../api/client.ts';
import type { ClassRow, Kind, ObjectRow, Page, PageQuery } from '../api/types.ts';
import { classMenu, objectMenu } from '../app/objectMenu.ts';
import { objectHref } from '../app/objects.ts';
import { isSnapshot, snapshotOf, sourcesOf } from '../app/places.ts';
import { queryOf, setQuery } from '../app/query.ts';
import { go } from '../app/route.ts';
import type { ViewProps } from '../app/route.ts';
import { useSession } from '../app/session.ts';
import { overview } from '../app/overview.ts';
import { useData } from '../app/useData.ts';
import { FilterBox } from '../components/FilterBox.tsx';
import { t } from '../i18n/index.ts';
import { TreeTable } from '../table/TreeTable.tsx';
import { BornMenu } from './BornMenu.tsx';
import { KindToggles } from './KindToggles.tsx';
import { childQuery, classKey, classPage, edgesOf, objectKey, objectPage } from './objectTree.ts';
import type { TreeRow } from './objectTree.ts';
import { summaryColumns } from './summaryColumns.tsx';
import './SummaryView.css';

/** The classes of a heap, the objects of each, and what they reference. */
export function SummaryView({ route }: ViewProps) {
  const { session } = useSession();
  const sources = session?.sources ?? [];
  const file = snapshotOf(route.files, sources, route.parameters.in)?.id ?? '';
  const snapshots = sourcesOf(route.files, sources).filter(isSnapshot);
  const { kinds = '', after = '', before = '', from = '', to = '' } = route.parameters;
  const query = queryOf(route, { sort: 'retained', order: 'desc' });
  const { data } = useData(file === '' ? null : file, () => overview(file));
  const limits = { bornAfter: after, bornBefore: before, idFrom: from, idTo: to };
  const total = data?.totalBytes ?? 0;
  const columns = useMemo(() => summaryColumns(total), [total]);

  const roots = async (asked: PageQuery, signal: AbortSignal) =>
    classPage(await get<Page<ClassRow>>(`snapshots/${file}/classes`, { ...asked, kinds, ...limits }, signal));
  const children = async (item: TreeRow<ClassRow>, asked: PageQuery, signal: AbortSignal) => {
    if (item.sort !== 'class') return edgesOf<ClassRow>(file, item.row.id, asked, signal);
    // A search for one object goes on inside its class.
    const filter = /^@\d+$/.test(asked.filter ?? '') ? asked.filter : undefined;
    const parameters = { ...childQuery(asked), filter, class: item.row.key, ...limits };
    return objectPage(await get<Page<ObjectRow>>(`snapshots/${file}/objects`, parameters, signal));
  };
  const setFilter = useCallback((filter: string) => go({ parameters: { filter } }, true), []);
  return (
    <div className="view">
      <div className="view__bar">
        <FilterBox value={query.filter ?? ''} onChange={setFilter} label={t('summaryFilter')} help={t('summaryFilterHelp')} />
        <BornMenu snapshots={snapshots} after={after} before={before} from={from} to={to} />
        <KindToggles value={kinds.split(',').filter(kind => kind !== '') as Kind[]}
          onChange={next => go({ parameters: { kinds: next.join(',') } }, true)} />
      </div>
      <TreeTable<TreeRow<ClassRow>>
        label={t('summaryLabel')} columns={columns} roots={roots} children={children}
        refreshKey={[file, kinds, after, before, from, to].join(' ')} query={query} onQuery={setQuery}
        expand={route.parameters.class === undefined ? undefined : [classKey(route.parameters.class)]}
        canExpand={item => item.sort === 'class' || item.row.edgeCount > 0}
        rowKey={item => item.key}
        selected={route.selected === null ? null : objectKey(route.selected)}
        onSelect={item => {
          if (item.sort !== 'class') go({ selected: item.row.id }, true);
        }}
        rowHref={item => (item.sort === 'class' ? undefined : objectHref(file, item.row.id))}
        rowMenu={item => (item.sort === 'class' ? classMenu(item.row.name, item.row.key) : objectMenu(item.row.id, file))} />
    </div>
  );
}
