import { get } from '../api/client.ts';
import type { PackageRow } from '../api/types.ts';
import { queryOf, setQuery } from '../app/query.ts';
import type { Route } from '../app/route.ts';
import { Empty } from '../components/Empty.tsx';
import { SizeCell } from '../components/SizeCell.tsx';
import { t } from '../i18n/index.ts';
import { DataTable, type Column } from '../table/DataTable.tsx';
import { count } from '../text/format.ts';
import { Untrusted } from '../text/Untrusted.tsx';

/** What each npm package allocated, and what would be freed with all of that. */
export function PackagesTable({ file, route, total }: { file: string; route: Route; total: number | undefined }) {
  return (
    <>
      <p className="explore__note holders__what">{t('explorePackagesWhat')}</p>
      <DataTable<PackageRow>
        label={t('exploreByPackage')}
        columns={columns(total)}
        fetch={(query, signal) => get(`snapshots/${file}/packages`, { ...query }, signal)}
        query={queryOf(route)}
        onQuery={setQuery}
        rowKey={row => row.name}
        refreshKey={file}
        empty={<Empty title={t('exploreNoPackages')}>{t('exploreNoPackagesWhy')}</Empty>}
      />
    </>
  );
}

function columns(total: number | undefined): Column<PackageRow>[] {
  return [
    { id: 'package', title: t('explorePackage'), width: 'minmax(200px, 1fr)', render: row => <Name name={row.name} /> },
    {
      id: 'objects', title: t('exploreObjects'), align: 'right', width: '112px',
      render: row => <span className="number">{count(row.objects)}</span>,
    },
    {
      id: 'shallow', title: t('exploreAllocatedBy'), help: t('exploreAllocatedByHelp'), align: 'right', width: '160px',
      render: row => <SizeCell bytes={row.shallowBytes} total={total} />,
    },
    {
      id: 'retained', title: t('exploreWouldFree'), help: t('exploreWouldFreeHelp'), align: 'right', width: '200px',
      render: row => <SizeCell bytes={row.retainedBytes} total={total} inner={row.shallowBytes} />,
    },
  ];
}

function Name({ name }: { name: string }) {
  if (name === '(program)') return <span>{t('exploreProgram')}</span>;
  if (name === '(node)') return <span>Node.js</span>;
  return <span className="mono"><Untrusted text={name} max={120} /></span>;
}
