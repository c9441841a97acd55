import { useMemo, useState } from 'react';
import { get } from '../api/client.ts';
import type { EdgeRow, Page, PageQuery, StringRow, StringsPage } from '../api/types.ts';
import { objectMenu } from '../app/objectMenu.ts';
import { objectChange, objectHref } from '../app/objects.ts';
import { queryOf, setQuery } from '../app/query.ts';
import { go, type ViewProps } from '../app/route.ts';
import { Empty } from '../components/Empty.tsx';
import { FilterBox } from '../components/FilterBox.tsx';
import { t } from '../i18n/index.ts';
import { TreeTable } from '../table/TreeTable.tsx';
import { bytesOf } from '../text/format.ts';
import './explore.css';
import { stringColumns, type StringNode } from './stringColumns.tsx';
import { StringsExport } from './StringsExport.tsx';
import './StringsView.css';
import { useSnapshot } from './useSnapshot.ts';

/** Texts that are in the heap more than once, and what holds each copy. */
export function StringsView({ route }: ViewProps) {
  const file = useSnapshot(route);
  const [sums, setSums] = useState<{ file: string; stringBytes: number; wastedBytes: number } | null>(null);
  const total = sums !== null && sums.file === file ? sums.stringBytes : 0;
  const columns = useMemo(() => stringColumns(total), [total]);
  if (file === undefined) return <Empty title={t('exploreNoSnapshot')}>{t('exploreNoSnapshotWhy')}</Empty>;
  const query = queryOf(route, { sort: 'wasted', order: 'desc' });

  const roots = async (page: PageQuery, signal: AbortSignal): Promise<Page<StringNode>> => {
    const answer = await get<StringsPage>(`snapshots/${file}/strings`, { ...page }, signal);
    setSums({ file, stringBytes: answer.stringBytes, wastedBytes: answer.wastedBytes });
    return { ...answer, rows: answer.rows.map(row => ({ of: 'string', row })) };
  };
  return (
    <section className="explore strings" aria-label={t('exploreStrings')}>
      <div className="explore__bar">
        <FilterBox value={query.filter ?? ''} label={t('exploreFilterStrings')} help={t('exploreFilterHelp')}
          onChange={filter => setQuery({ ...query, filter })} />
        {total > 0 && sums !== null && (
          <p className="explore__note">{t('exploreStringSums', { wasted: bytesOf(sums.wastedBytes, total) })}</p>
        )}
        <StringsExport file={file} query={query} />
      </div>
      <TreeTable<StringNode>
        label={t('exploreStrings')}
        columns={columns}
        query={query}
        onQuery={setQuery}
        roots={roots}
        children={(node, page, signal) => node.of === 'string'
          ? copies(file, node.row, page, signal)
          : holders(file, idOf(node), page, signal)}
        canExpand={node => node.of === 'string' || (node.of !== 'more' && node.row.retainerCount > 0 && node.depth < 30)}
        rowKey={keyOf}
        selected={route.selected === null ? null : String(route.selected)}
        onSelect={node => {
          const id = idOf(node);
          if (id !== 0) go({ selected: id }, true);
        }}
        onOpen={node => {
          const id = idOf(node);
          if (id !== 0) go(objectChange(file, id, 'retainers'));
        }}
        rowHref={node => node.of === 'more' ? undefined : objectHref(file, idOf(node))}
        rowMenu={node => node.of === 'more' ? [] : objectMenu(idOf(node))}
        refreshKey={file}
        empty={<Empty title={t('exploreNoStrings')}>{query.filter ? t('exploreNoMatchWhy') : t('exploreNoStringsWhy')}</Empty>}
      />
    </section>
  );
}

/** Of a text, its first copy. */
function idOf(node: StringNode): number {
  return node.of === 'string' ? node.row.nodeIds[0] ?? 0 : node.of === 'more' ? 0 : node.row.id;
}

function keyOf(node: StringNode): string {
  return node.of === 'string' ? `s${node.row.nodeIds[0] ?? node.row.value}` : node.of === 'more' ? `${node.key}+` : node.key;
}

/** The copies that the server names, each by what holds it: first its retainer, as a person looks for the holder and not for the text. */
async function copies(
  file: string, row: StringRow, { offset = 0, limit = 100 }: PageQuery, signal: AbortSignal,
): Promise<Page<StringNode>> {
  const ids = row.nodeIds.slice(offset, offset + limit);
  const pages = await Promise.all(ids.map(id => get<Page<EdgeRow>>(`snapshots/${file}/objects/${id}/retainers`, { limit: 1 }, signal)));
  const rows = pages.flatMap<StringNode>((page, index) => page.rows.map(holder => {
    const id = ids[index] ?? 0;
    return { of: 'copy', row: holder, copy: id, others: page.total - 1, key: `c${id}`, depth: 1 };
  }));
  const missing = row.count - row.nodeIds.length;
  if (missing > 0 && offset + limit >= row.nodeIds.length) rows.push({ of: 'more', count: missing, key: `s${row.nodeIds[0] ?? ''}` });
  const total = row.nodeIds.length + (missing > 0 ? 1 : 0);
  return { total, matching: total, offset, rows };
}

async function holders(file: string, id: number, query: PageQuery, signal: AbortSignal): Promise<Page<StringNode>> {
  const page = await get<Page<EdgeRow>>(`snapshots/${file}/objects/${id}/retainers`, { ...query, sort: '', filter: '' }, signal);
  return { ...page, rows: page.rows.map(row => ({ of: 'holder', row, key: `h${id} ${row.edgeKey}`, depth: 2 })) };
}
