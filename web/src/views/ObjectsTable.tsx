import { useMemo } from 'react';
import { get } from '../api/client.ts';
import type { ObjectRow, Page } from '../api/types.ts';
import { objectMenu } from '../app/objectMenu.ts';
import { objectHref } from '../app/objects.ts';
import { queryOf, setQuery } from '../app/query.ts';
import { go } from '../app/route.ts';
import type { Route } from '../app/route.ts';
import { DistanceCell } from '../components/DistanceCell.tsx';
import { ObjectName } from '../components/ObjectName.tsx';
import { SizeCell } from '../components/SizeCell.tsx';
import { t } from '../i18n/index.ts';
import { DataTable, type Column } from '../table/DataTable.tsx';
import { count } from '../text/format.ts';
import { childQuery } from './objectTree.ts';

export interface ObjectsProps {
  file: string;
  route: Route;
  /** Bytes of the heap. */
  total: number;
  /** Parameters of the API that leave out some of the objects. */
  limits: Readonly<Record<string, string>>;
}

/** All objects of a heap, or those of a class, in one list that scrolls through millions. */
export function ObjectsTable({ file, route, total, limits }: ObjectsProps) {
  const key = route.parameters.class ?? '';
  const columns = useMemo(() => objectColumns(total, key !== ''), [total, key]);
  const asked = queryOf(route);
  const { sort, order } = childQuery(asked, ['retained', 'shallow', 'distance', 'edges']);
  return (
    <DataTable<ObjectRow>
      label={t('summaryObjects')} columns={columns} query={{ filter: asked.filter, sort, order }} onQuery={setQuery}
      refreshKey={[file, key, ...Object.values(limits)].join(' ')}
      fetch={(query, signal) => get<Page<ObjectRow>>(`snapshots/${file}/objects`, { ...query, ...limits, class: key }, signal)}
      rowKey={row => String(row.id)}
      selected={route.selected === null ? null : String(route.selected)}
      onSelect={row => go({ selected: row.id }, true)}
      rowHref={row => objectHref(file, row.id)}
      rowMenu={row => objectMenu(row.id, file)} />
  );
}

function objectColumns(total: number, isOneClass: boolean): Column<ObjectRow>[] {
  return [
    {
      id: 'object', title: t('colObject'), width: 'minmax(240px, 1fr)',
      render: row => <ObjectName row={row} isBelowClass={isOneClass} />,
    },
    {
      id: 'edges', title: t('colReferences'), help: t('helpReferences'), sort: 'edges', align: 'right', width: '96px',
      render: row => <span className="number">{count(row.edgeCount)}</span>,
    },
    {
      id: 'shallow', title: t('colShallow'), help: t('helpShallow'), sort: 'shallow', align: 'right', width: '112px',
      render: row => <SizeCell bytes={row.selfBytes} total={total} />,
    },
    {
      id: 'retained', title: t('colRetained'), help: t('helpRetained'), sort: 'retained', align: 'right', width: '140px',
      render: row => <SizeCell bytes={row.retainedBytes} total={total} inner={row.selfBytes} />,
    },
    {
      id: 'distance', title: t('colDistance'), help: t('helpDistance'), sort: 'distance', align: 'right', width: '72px',
      render: row => <DistanceCell steps={row.distance} />,
    },
  ];
}
