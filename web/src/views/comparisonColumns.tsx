import type { ChangeRow } from '../api/types.ts';
import { ClassName } from '../components/ClassName.tsx';
import { DeltaCell } from '../components/DeltaCell.tsx';
import { EdgeName } from '../components/EdgeName.tsx';
import { ObjectName } from '../components/ObjectName.tsx';
import { SizeCell } from '../components/SizeCell.tsx';
import { Sparkline } from '../components/Sparkline.tsx';
import { t } from '../i18n/index.ts';
import type { Column } from '../table/columns.ts';
import { bytes, count } from '../text/format.ts';
import type { TreeRow } from './objectTree.ts';

type Row = TreeRow<ChangeRow>;

/** The columns of DevTools' comparison, and the course over the snapshots. */
export function comparisonColumns(total: number | undefined, files: number, listed: 'added' | 'removed'): Column<Row>[] {
  const number = (id: 'added' | 'removed', title: string): Column<Row> => ({
    id, title, sort: id, align: 'right', width: '72px',
    render: item => (item.sort === 'class' ? <span className="number">{count(item.row[id])}</span> : null),
  });
  const size = (id: 'addedBytes' | 'removedBytes', title: string): Column<Row> => ({
    id, title, sort: id, align: 'right', width: '80px',
    render: item => {
      if (item.sort === 'class') return <SizeCell bytes={item.row[id]} />;
      return id === `${listed}Bytes` ? <SizeCell bytes={item.row.selfBytes} /> : null;
    },
  });
  const change = (id: 'delta' | 'deltaBytes', title: string, kind: 'count' | 'bytes'): Column<Row> => ({
    id, title, sort: id, align: 'right', width: kind === 'bytes' ? '84px' : '78px',
    render: item => {
      if (item.sort === 'class') return <DeltaCell value={item.row[id]} kind={kind} />;
      return id === 'deltaBytes' ? <span title={t('colRetained')}><SizeCell bytes={item.row.retainedBytes} total={total} /></span> : null;
    },
  });
  const columns = [
    {
      id: 'name', title: t('colConstructor'), sort: 'name', width: 'minmax(180px, 1fr)',
      render: (item: Row) => {
        if (item.sort === 'class') return <ClassName name={item.row.name} kind={item.row.kind} place={item.row.location} />;
        return item.sort === 'edge' ? <EdgeName row={item.row} /> : <ObjectName row={item.row} isBelowClass />;
      },
    },
    number('added', t('compareNew')), number('removed', t('compareDeleted')), change('delta', t('compareDelta'), 'count'),
    size('addedBytes', t('compareAlloc')), size('removedBytes', t('compareFreed')), change('deltaBytes', t('compareSizeDelta'), 'bytes'),
  ] satisfies Column<Row>[];
  if (files < 3) return columns;
  const trend: Column<Row> = {
    id: 'trend', title: t('compareTrend'), help: t('compareTrendHelp'), width: '80px',
    render: item => (item.sort === 'class'
      ? (
        <span title={item.row.counts.map((value, index) => `${count(value)} (${bytes(item.row.shallowBytes[index] ?? 0)})`).join(' → ')}>
          <Sparkline values={item.row.counts} label={item.row.counts.map(count).join(', ')} />
        </span>
      )
      : null),
  };
  return [...columns, trend];
}
