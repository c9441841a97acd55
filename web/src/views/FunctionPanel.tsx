import { useMemo, useState } from 'react';
import type { PageQuery } from '../api/types.ts';
import { neighbours, type FlameFunction } from '../charts/flameFunctions.ts';
import type { FlameCall } from '../charts/flameTree.ts';
import { Button } from '../components/Button.tsx';
import { Place } from '../components/Place.tsx';
import { SizeCell } from '../components/SizeCell.tsx';
import { t } from '../i18n/index.ts';
import { DataTable, type Column } from '../table/DataTable.tsx';
import { FunctionName } from './FunctionName.tsx';
import { slice } from './localPage.ts';

interface FunctionPanelProps {
  file: string;
  calls: readonly FlameCall[];
  functions: readonly FlameFunction[];
  total: number;
  search: string;
  marked: string | null;
  onMark(key: string): void;
}

/** The heaviest functions; of the one that is marked, who calls it and whom it calls. */
export function FunctionPanel({ file, calls, functions, total, search, marked, onMark }: FunctionPanelProps) {
  const [query, setQuery] = useState<PageQuery>({ sort: 'self', order: 'desc' });
  const around = useMemo(() => marked === null ? null : neighbours(calls, marked), [calls, marked]);
  const subject = functions.find(one => one.key === marked);
  return (
    <aside className="allocation__side" aria-label={t('exploreFunctions')}>
      <div className="allocation__functions">
        <DataTable<FlameFunction>
          label={t('exploreFunctions')}
          columns={columns(total)}
          query={query}
          onQuery={setQuery}
          fetch={page => Promise.resolve(slice(chosen(functions, search, { ...query, ...page }), page, functions.length))}
          rowKey={row => row.key}
          selected={marked}
          onSelect={row => onMark(row.key)}
          refreshKey={`${file} ${search}`}
        />
      </div>
      {subject !== undefined && around !== null && (
        <div className="allocation__sandwich">
          <div className="allocation__subject">
            <FunctionName of={subject} />
            {subject.file !== null && subject.line !== null && (
              <Place short place={{ file: subject.file, line: subject.line, column: 1, function: subject.function, source: null }} />
            )}
            <Button kind="quiet" onClick={() => onMark(subject.key)}>{t('exploreUnmark')}</Button>
          </div>
          <Side title={t('exploreCallers')} none={t('exploreNoCallers')} rows={around.callers} total={subject.totalBytes} onMark={onMark} />
          <Side title={t('exploreCallees')} none={t('exploreNoCallees')} rows={around.callees} total={subject.totalBytes} onMark={onMark} />
        </div>
      )}
    </aside>
  );
}

function Side({ title, none, rows, total, onMark }: {
  title: string;
  none: string;
  rows: readonly FlameFunction[];
  total: number;
  onMark(key: string): void;
}) {
  return (
    <section className="allocation__neighbours" aria-label={title}>
      <h3 className="allocation__heading">{title}</h3>
      {rows.length === 0 && <p className="allocation__hint">{none}</p>}
      <ul>
        {rows.slice(0, 50).map(row => (
          <li key={row.key}>
            <button type="button" className="allocation__neighbour" onClick={() => onMark(row.key)}>
              <FunctionName of={row} />
              <span className="allocation__weight"><SizeCell bytes={row.totalBytes} total={total} /></span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function chosen(functions: readonly FlameFunction[], search: string, { sort, order }: PageQuery): FlameFunction[] {
  const wanted = search.trim().toLowerCase();
  const sign = order === 'asc' ? 1 : -1;
  const value = (one: FlameFunction): number => sort === 'total' ? one.totalBytes : one.selfBytes;
  return functions
    .filter(one => wanted === '' || one.function.toLowerCase().includes(wanted) || (one.file?.toLowerCase().includes(wanted) ?? false))
    .sort((a, b) => sign * (value(a) - value(b)));
}

function columns(total: number): Column<FlameFunction>[] {
  return [
    { id: 'function', title: t('exploreFunction'), width: 'minmax(120px, 1fr)', render: row => <FunctionName of={row} /> },
    {
      id: 'self', title: t('exploreSelfBytes'), help: t('exploreSelfHelp'), sort: 'self', align: 'right', width: '88px',
      render: row => <SizeCell bytes={row.selfBytes} total={total} />,
    },
    {
      id: 'total', title: t('exploreTotalBytes'), help: t('exploreTotalHelp'), sort: 'total', align: 'right', width: '88px',
      render: row => <SizeCell bytes={row.totalBytes} total={total} />,
    },
  ];
}
