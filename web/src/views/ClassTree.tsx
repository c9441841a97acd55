import { useMemo } from 'react';
import { get } from '../api/client.ts';
import type { ClassRow, ObjectRow, Page, PageQuery } from '../api/types.ts';
import { classMenu, objectMenu } from '../app/objectMenu.ts';
import { objectHref } from '../app/objects.ts';
import { queryOf, setQuery } from '../app/query.ts';
import { go } from '../app/route.ts';
import { t } from '../i18n/index.ts';
import { TreeTable } from '../table/TreeTable.tsx';
import { childQuery, classKey, classPage, edgesOf, objectKey, objectPage } from './objectTree.ts';
import type { TreeRow } from './objectTree.ts';
import type { ObjectsProps } from './ObjectsTable.tsx';
import { summaryColumns } from './summaryColumns.tsx';

/** The classes of a heap, the objects of each, and what they reference. */
export function ClassTree({ file, route, total, limits }: ObjectsProps) {
  const query = queryOf(route, { sort: 'retained', order: 'desc' });
  const columns = useMemo(() => summaryColumns(total), [total]);
  const roots = async (asked: PageQuery, signal: AbortSignal) =>
    classPage(await get<Page<ClassRow>>(`snapshots/${file}/classes`, { ...asked, ...limits }, signal));
  const children = async (item: TreeRow<ClassRow>, asked: PageQuery, signal: AbortSignal) => {
    if (item.sort !== 'class') return edgesOf<ClassRow>(file, item.row.id, asked, signal);
    // A search for one object goes on inside its class.
    const filter = /^@\d+$/.test(asked.filter ?? '') ? asked.filter : undefined;
    const parameters = { ...childQuery(asked), ...limits, filter, class: item.row.key };
    return objectPage(await get<Page<ObjectRow>>(`snapshots/${file}/objects`, parameters, signal));
  };
  return (
    <TreeTable<TreeRow<ClassRow>>
      label={t('summaryLabel')} columns={columns} roots={roots} children={children}
      refreshKey={[file, ...Object.values(limits)].join(' ')} query={query} onQuery={setQuery}
      expand={route.parameters.class === undefined ? undefined : [classKey(route.parameters.class)]}
      canExpand={item => item.sort === 'class' || item.row.edgeCount > 0}
      rowKey={item => item.key}
      selected={route.selected === null ? null : objectKey(route.selected)}
      onSelect={item => {
        if (item.sort !== 'class') go({ selected: item.row.id }, true);
      }}
      rowHref={item => (item.sort === 'class' ? undefined : objectHref(file, item.row.id))}
      rowMenu={item => (item.sort === 'class' ? classMenu(item.row.name, item.row.key) : objectMenu(item.row.id, file))} />
  );
}
