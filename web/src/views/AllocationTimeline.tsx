import { useMemo } from 'react';
import { get } from '../api/client.ts';
import type { ClassRow, ObjectRow, Overview, Page, PageQuery, Timeline } from '../api/types.ts';
import { objectMenu } from '../app/objectMenu.ts';
import { objectChange, objectHref } from '../app/objects.ts';
import { overview } from '../app/overview.ts';
import { queryOf, setQuery } from '../app/query.ts';
import { go, type Route } from '../app/route.ts';
import { useData } from '../app/useData.ts';
import { bounds, brushOf, sumOf } from '../charts/timelineBars.ts';
import { TimelineChart } from '../charts/TimelineChart.tsx';
import { Button } from '../components/Button.tsx';
import { Empty } from '../components/Empty.tsx';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { FilterBox } from '../components/FilterBox.tsx';
import { KindMark } from '../components/KindMark.tsx';
import { ObjectName } from '../components/ObjectName.tsx';
import { Progress } from '../components/Progress.tsx';
import { SizeCell } from '../components/SizeCell.tsx';
import { t } from '../i18n/index.ts';
import type { Column } from '../table/DataTable.tsx';
import { TreeTable } from '../table/TreeTable.tsx';
import { bytes, count, duration } from '../text/format.ts';
import { Untrusted } from '../text/Untrusted.tsx';
import { childQuery } from './objectTree.ts';

type Row = { of: 'class'; row: ClassRow } | { of: 'object'; row: ObjectRow };

interface Loaded {
  timeline: Timeline;
  overview: Overview;
}

/** An allocation timeline: choose a stretch, and the objects made in it that are still alive stand below. */
export function AllocationTimeline({ file, route }: { file: string; route: Route }) {
  const { data, error, reload } = useData<Loaded>(file, async signal => {
    const [timeline, totals] = await Promise.all([get<Timeline>(`timelines/${file}`, {}, signal), overview(file)]);
    return { timeline, overview: totals };
  });
  const columns = useMemo(() => survivorColumns(data?.overview.totalBytes ?? 0), [data]);
  if (error !== null) return <ErrorNote error={error} onRetry={reload} />;
  if (data === null) return <Progress label={t('exploreLoadingRecording')} fraction={null} />;

  const { bars } = data.timeline;
  const { from = '', to = '' } = route.parameters;
  const brush = from === '' ? null : brushOf(bars, Number(from), Number(to));
  const chosen = brush === null ? bars : bars.slice(bounds(brush).first, bounds(brush).last + 1);
  const sum = sumOf(chosen);
  const query = queryOf(route, { sort: 'retained', order: 'desc' });
  const limits = {
    idFrom: from === '' ? String(sum?.firstId ?? '') : from,
    idTo: to === '' ? String(sum?.lastId ?? '') : to,
  };
  return (
    <section className="explore" aria-label={t('exploreAllocation')}>
      <div className="allocation__timeline">
        <TimelineChart
          label={t('exploreAllocation')}
          bars={bars}
          brush={brush}
          onBrush={next => {
            const ids = next === null ? null : sumOf(bars.slice(bounds(next).first, bounds(next).last + 1));
            go({ parameters: { from: ids === null ? '' : String(ids.firstId), to: ids === null ? '' : String(ids.lastId) } }, true);
          }}
        />
      </div>
      <div className="explore__bar">
        <FilterBox value={query.filter ?? ''} label={t('exploreFilterClasses')} help={t('exploreFilterHelp')}
          onChange={filter => setQuery({ ...query, filter })} />
        <p className="explore__note" role="status">
          {sum !== null && t(brush === null ? 'exploreWholeTime' : 'exploreStretch', {
            from: duration(sum.fromMs), to: duration(sum.toMs), bytes: bytes(sum.survivingBytes),
          })}
        </p>
        {brush !== null && (
          <Button kind="quiet" onClick={() => go({ parameters: { from: '', to: '' } }, true)}>{t('exploreClearStretch')}</Button>
        )}
        {!data.overview.hasTraces && <p className="allocation__hint">{t('exploreNoTraces')}</p>}
      </div>
      <TreeTable<Row>
        label={t('exploreSurvivors')}
        columns={columns}
        query={query}
        onQuery={setQuery}
        roots={async (page, signal) => placed('class', await get<Page<ClassRow>>(
          `snapshots/${file}/classes`, { ...page, ...limits }, signal))}
        children={async ({ row }, page: PageQuery, signal) => placed('object', await get<Page<ObjectRow>>(
          `snapshots/${file}/objects`, { ...childQuery(page), ...limits, class: 'key' in row ? row.key : '' }, signal))}
        canExpand={row => row.of === 'class'}
        rowKey={keyOf}
        selected={route.selected === null ? null : String(route.selected)}
        onSelect={row => {
          if (row.of === 'object') go({ selected: row.row.id }, true);
        }}
        onOpen={row => {
          if (row.of === 'object') go(objectChange(file, row.row.id, 'retainers'));
        }}
        rowHref={row => row.of === 'object' ? objectHref(file, row.row.id) : undefined}
        rowMenu={row => row.of === 'object' ? objectMenu(row.row.id) : []}
        refreshKey={[file, from, to].join(' ')}
        empty={<Empty title={t('exploreNoSurvivors')}>{query.filter ? t('exploreNoMatchWhy') : t('exploreNoSurvivorsWhy')}</Empty>}
      />
    </section>
  );
}

function placed(of: 'class', page: Page<ClassRow>): Page<Row>;
function placed(of: 'object', page: Page<ObjectRow>): Page<Row>;
function placed(of: Row['of'], page: Page<ClassRow | ObjectRow>): Page<Row> {
  return { ...page, rows: page.rows.map(row => ({ of, row }) as Row) };
}

function keyOf(row: Row): string {
  return row.of === 'class' ? row.row.key : String(row.row.id);
}

function survivorColumns(total: number): Column<Row>[] {
  return [
    {
      id: 'name', title: t('exploreClass'), sort: 'name', width: 'minmax(240px, 1fr)',
      render: row => row.of === 'object' ? <ObjectName row={row.row} /> : (
        <span className="allocation__class"><KindMark kind={row.row.kind} /> <Untrusted text={row.row.name} max={120} /></span>
      ),
    },
    {
      id: 'count', title: t('exploreObjects'), sort: 'count', align: 'right', width: '100px',
      render: row => row.of === 'class' && <span className="number">{count(row.row.count)}</span>,
    },
    {
      id: 'shallow', title: t('exploreShallow'), sort: 'shallow', align: 'right', width: '120px',
      render: row => <SizeCell bytes={row.of === 'class' ? row.row.shallowBytes : row.row.selfBytes} />,
    },
    {
      id: 'retained', title: t('exploreRetained'), sort: 'retained', align: 'right', width: '150px',
      render: row => (
        <SizeCell bytes={row.row.retainedBytes} total={total} inner={row.of === 'class' ? row.row.shallowBytes : row.row.selfBytes} />
      ),
    },
  ];
}
