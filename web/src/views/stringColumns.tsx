import type { EdgeRow, StringRow } from '../api/types.ts';
import { ObjectName } from '../components/ObjectName.tsx';
import { SizeCell } from '../components/SizeCell.tsx';
import { t } from '../i18n/index.ts';
import type { Column } from '../table/DataTable.tsx';
import { count } from '../text/format.ts';
import { Untrusted } from '../text/Untrusted.tsx';

/** A text; one copy of it, by what holds the copy; what holds that in turn; and how many copies are not listed. */
export type StringNode =
  | { of: 'string'; row: StringRow }
  | { of: 'copy'; row: EdgeRow; copy: number; others: number; key: string; depth: number }
  | { of: 'holder'; row: EdgeRow; key: string; depth: number }
  | { of: 'more'; count: number; key: string };

/** V8 writes no more of a string into a snapshot. */
const cutLength = 1024;

export function stringColumns(total: number): Column<StringNode>[] {
  return [
    { id: 'text', title: t('exploreText'), width: 'minmax(260px, 1fr)', render: node => <Name node={node} /> },
    {
      id: 'length', title: t('exploreLength'), sort: 'length', align: 'right', width: '88px',
      render: node => node.of === 'string' && <span className="number">{count(node.row.length)}</span>,
    },
    {
      id: 'count', title: t('exploreCopies'), sort: 'count', align: 'right', width: '88px',
      render: node => node.of === 'string' && <span className="number">{count(node.row.count)}</span>,
    },
    {
      id: 'wasted', title: t('exploreWasted'), help: t('exploreWastedHelp'), sort: 'wasted', align: 'right', width: '132px',
      render: node => node.of === 'string' && <SizeCell bytes={node.row.wastedBytes} total={total} />,
    },
    {
      id: 'retained', title: t('exploreRetained'), sort: 'retained', align: 'right', width: '112px',
      render: node => node.of !== 'more' && <SizeCell bytes={node.row.retainedBytes} />,
    },
  ];
}

function Name({ node }: { node: StringNode }) {
  if (node.of === 'more') return <span className="strings__muted">{t('exploreMoreCopies', { count: count(node.count) })}</span>;
  if (node.of !== 'string') {
    return (
      <span className="strings__name">
        <span className="strings__edge"><Untrusted text={node.row.edge} max={80} /></span>
        <span className="strings__muted">{t('exploreIn')}</span>
        <ObjectName row={node.row} />
        {node.of === 'copy' && node.others > 0 && (
          <span className="strings__muted">{t('exploreMoreHolders', { count: count(node.others) })}</span>
        )}
      </span>
    );
  }
  return (
    <span className="strings__name">
      <span className="strings__text">"<Untrusted text={node.row.value} max={300} />"</span>
      {(node.row.truncated || node.row.length === cutLength) && (
        <span className="strings__flag" title={t('exploreCutTextHelp')}>{t('exploreCutText')}</span>
      )}
    </span>
  );
}
