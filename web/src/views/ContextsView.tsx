import { useMemo } from 'react';
import { get } from '../api/client.ts';
import type { ContextRow, ContextVariable, Page } from '../api/types.ts';
import { objectMenu } from '../app/objectMenu.ts';
import { objectChange, objectHref } from '../app/objects.ts';
import { overview } from '../app/overview.ts';
import { queryOf, setQuery } from '../app/query.ts';
import { go, type ViewProps } from '../app/route.ts';
import { useData } from '../app/useData.ts';
import { Empty } from '../components/Empty.tsx';
import { FilterBox } from '../components/FilterBox.tsx';
import { KindMark } from '../components/KindMark.tsx';
import { Place } from '../components/Place.tsx';
import { SizeCell } from '../components/SizeCell.tsx';
import { t } from '../i18n/index.ts';
import type { Column } from '../table/DataTable.tsx';
import { TreeTable } from '../table/TreeTable.tsx';
import { count } from '../text/format.ts';
import { Untrusted } from '../text/Untrusted.tsx';
import './ContextsView.css';
import './explore.css';
import { useSnapshot } from './useSnapshot.ts';

type Row = { of: 'scope'; scope: ContextRow } | { of: 'variable'; scope: ContextRow; variable: ContextVariable };

/** Scopes that closures keep alive, and of their variables first those that no living closure uses. */
export function ContextsView({ route }: ViewProps) {
  const file = useSnapshot(route);
  const { data } = useData(file ?? null, () => overview(file ?? ''));
  const columns = useMemo(() => contextColumns(data?.totalBytes), [data]);
  if (file === undefined) return <Empty title={t('exploreNoSnapshot')}>{t('exploreNoSnapshotWhy')}</Empty>;
  const query = queryOf(route, { sort: 'unused', order: 'desc' });
  return (
    <section className="explore contexts" aria-label={t('exploreContexts')}>
      <div className="explore__bar">
        <FilterBox value={query.filter ?? ''} label={t('exploreFilterContexts')} help={t('exploreFilterHelp')}
          onChange={filter => setQuery({ ...query, filter })} />
        <p className="explore__note">{t('exploreContextsWhat')}</p>
      </div>
      <TreeTable<Row>
        label={t('exploreContexts')}
        columns={columns}
        query={query}
        onQuery={setQuery}
        roots={async (page, signal) => scopes(await get(`snapshots/${file}/contexts`, { ...page }, signal))}
        children={row => Promise.resolve(variables(row.scope))}
        canExpand={row => row.of === 'scope' && row.scope.variables.length > 0}
        rowKey={row => row.of === 'scope' ? String(row.scope.id) : `${row.scope.id} ${row.variable.name}`}
        selected={route.selected === null ? null : String(route.selected)}
        onSelect={row => go({ selected: idOf(row) }, true)}
        onOpen={row => go(objectChange(file, idOf(row), 'retainers'))}
        rowHref={row => objectHref(file, idOf(row))}
        rowMenu={row => objectMenu(idOf(row))}
        refreshKey={file}
        empty={<Empty title={t('exploreNoContexts')}>{query.filter ? t('exploreNoMatchWhy') : t('exploreNoContextsWhy')}</Empty>}
      />
    </section>
  );
}

function idOf(row: Row): number {
  return row.of === 'scope' ? row.scope.id : row.variable.id;
}

function scopes(page: Page<ContextRow>): Page<Row> {
  return { ...page, rows: page.rows.map(scope => ({ of: 'scope', scope })) };
}

function variables(scope: ContextRow): Page<Row> {
  const ordered = [...scope.variables].sort((a, b) => rank(a) - rank(b) || b.retainedBytes - a.retainedBytes);
  return {
    total: ordered.length, matching: ordered.length, offset: 0,
    rows: ordered.map(variable => ({ of: 'variable', scope, variable })),
  };
}

function rank({ isUsed }: ContextVariable): number {
  return isUsed === false ? 0 : 1;
}

function contextColumns(total: number | undefined): Column<Row>[] {
  return [
    {
      id: 'scope', title: t('exploreScope'), width: 'minmax(220px, 1fr)',
      render: row => row.of === 'scope' ? <Scope row={row.scope} /> : <Variable row={row.variable} />,
    },
    {
      id: 'place', title: t('exploreSource'), width: '136px',
      render: row => row.of === 'scope' && row.scope.location !== null && <Place place={row.scope.location} short />,
    },
    {
      id: 'closures', title: t('exploreClosures'), help: t('exploreClosuresHelp'), sort: 'closures', align: 'right', width: '80px',
      render: row => row.of === 'scope' && <span className="number">{count(row.scope.closures)}</span>,
    },
    {
      id: 'unused', title: t('exploreUnused'), help: t('exploreUnusedHelp'), sort: 'unused', align: 'right', width: '96px',
      render: row => row.of === 'scope' && (row.scope.unusedBytes === null
        ? <span className="contexts__unknown">{t('exploreNotKnown')}</span>
        : <SizeCell bytes={row.scope.unusedBytes} total={total} />),
    },
    {
      id: 'retained', title: t('exploreRetained'), sort: 'retained', align: 'right', width: '120px',
      render: row => row.of === 'scope'
        ? <SizeCell bytes={row.scope.retainedBytes} total={total} inner={row.scope.selfBytes} />
        : <SizeCell bytes={row.variable.retainedBytes} total={total} />,
    },
  ];
}

function Scope({ row }: { row: ContextRow }) {
  return (
    <span className="contexts__name">
      <span className="contexts__function">
        {row.function === '' ? t('exploreAnonymousScope') : <Untrusted text={`${row.function}()`} max={80} />}
      </span>
      <span className="contexts__id">@{row.id}</span>
      <span className="contexts__count">{t('exploreVariables', { count: row.variables.length })}</span>
    </span>
  );
}

function Variable({ row }: { row: ContextVariable }) {
  return (
    <span className="contexts__name">
      <span className="contexts__variable"><Untrusted text={row.name} max={80} /></span>
      <span className="contexts__equals">=</span>
      <KindMark kind={row.kind} />
      <Untrusted text={row.value === '' ? row.className : row.value} max={120} />
      <span className="contexts__id">@{row.id}</span>
      {row.isUsed === false && <span className="contexts__unused" title={t('exploreNotUsedHelp')}>{t('exploreNotUsed')}</span>}
    </span>
  );
}
