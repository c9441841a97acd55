import type { PageQuery } from '../api/types.ts';
import type { FlameCall } from '../charts/flameTree.ts';
import { SizeCell } from '../components/SizeCell.tsx';
import { t } from '../i18n/index.ts';
import type { Column } from '../table/DataTable.tsx';
import { TreeTable } from '../table/TreeTable.tsx';
import { FunctionName } from './FunctionName.tsx';
import { slice } from './localPage.ts';

interface Row {
  index: number;
  call: FlameCall;
}

/** The same calls as in the flame graph, for reading and for the keyboard. */
export function CallTree({ file, calls, total, marked, onMark }: {
  file: string;
  calls: readonly FlameCall[];
  total: number;
  marked: string | null;
  onMark(key: string): void;
}) {
  const below = (index: number, query: PageQuery) =>
    Promise.resolve(slice((calls[index]?.children ?? []).map(child => ({ index: child, call: calls[child]! })), query));
  return (
    <TreeTable<Row>
      label={t('exploreCallTree')}
      columns={columns(total)}
      roots={query => below(0, query)}
      children={(row, query) => below(row.index, query)}
      canExpand={row => row.call.children.length > 0}
      rowKey={row => String(row.index)}
      expand={heaviest(calls)}
      selected={marked === null ? null : String(calls.findIndex(call => call.key === marked))}
      onOpen={row => onMark(row.call.key)}
      refreshKey={file}
    />
  );
}

/** The way down along the heaviest calls, as long as one call has most of its caller's bytes. */
function heaviest(calls: readonly FlameCall[]): string[] {
  const keys: string[] = [];
  let index = calls[0]?.children[0];
  while (index !== undefined && keys.length < 40) {
    const call = calls[index];
    const child = call?.children[0];
    if (call === undefined || child === undefined) break;
    keys.push(String(index));
    if ((calls[child]?.frame.totalBytes ?? 0) < call.frame.totalBytes / 2) break;
    index = child;
  }
  return keys;
}

function columns(total: number): Column<Row>[] {
  return [
    { id: 'call', title: t('exploreFunction'), width: 'minmax(220px, 1fr)', render: row => <FunctionName of={row.call.frame} /> },
    {
      id: 'self', title: t('exploreSelfBytes'), help: t('exploreSelfHelp'), align: 'right', width: '120px',
      render: row => <SizeCell bytes={row.call.frame.selfBytes} total={total} />,
    },
    {
      id: 'total', title: t('exploreTotalBytes'), help: t('exploreTotalHelp'), align: 'right', width: '140px',
      render: row => <SizeCell bytes={row.call.frame.totalBytes} total={total} inner={row.call.frame.selfBytes} />,
    },
  ];
}
