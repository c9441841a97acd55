import type { ClassRow } from '../api/types.ts';
import { ClassName } from '../components/ClassName.tsx';
import { DistanceCell } from '../components/DistanceCell.tsx';
import { EdgeName } from '../components/EdgeName.tsx';
import { ObjectName } from '../components/ObjectName.tsx';
import { SizeCell } from '../components/SizeCell.tsx';
import { t } from '../i18n/index.ts';
import type { Column } from '../table/columns.ts';
import { count } from '../text/format.ts';
import type { TreeRow } from './objectTree.ts';

export function summaryColumns(total: number): Column<TreeRow<ClassRow>>[] {
  return [
    {
      id: 'name', title: t('colConstructor'), sort: 'name', width: 'minmax(240px, 1fr)',
      render: item => {
        if (item.sort === 'class') return <ClassName name={item.row.name} kind={item.row.kind} place={item.row.location} />;
        return item.sort === 'edge' ? <EdgeName row={item.row} /> : <ObjectName row={item.row} isBelowClass />;
      },
    },
    {
      id: 'count', title: t('colCount'), help: t('helpCount'), sort: 'count', align: 'right', width: '84px',
      render: item => (item.sort === 'class' ? <span className="number">{count(item.row.count)}</span> : null),
    },
    {
      id: 'shallow', title: t('colShallow'), help: t('helpShallow'), sort: 'shallow', align: 'right', width: '112px',
      render: item => <SizeCell bytes={item.sort === 'class' ? item.row.shallowBytes : item.row.selfBytes} total={total} />,
    },
    {
      id: 'retained', title: t('colRetained'), help: t('helpRetained'), sort: 'retained', align: 'right', width: '140px',
      render: item => (
        <SizeCell bytes={item.row.retainedBytes} total={total} inner={item.sort === 'class' ? item.row.shallowBytes : item.row.selfBytes} />
      ),
    },
    {
      id: 'distance', title: t('colDistance'), help: t('helpDistance'), sort: 'distance', align: 'right', width: '72px',
      render: item => <DistanceCell steps={item.row.distance} />,
    },
  ];
}
