import { useState } from 'react';
import { get } from '../api/client.ts';
import type { HolderRow, Page } from '../api/types.ts';
import { objectMenu } from '../app/objectMenu.ts';
import { objectChange, objectHref } from '../app/objects.ts';
import { overview } from '../app/overview.ts';
import { go, type ViewProps } from '../app/route.ts';
import { useData } from '../app/useData.ts';
import { Empty } from '../components/Empty.tsx';
import { FilterBox } from '../components/FilterBox.tsx';
import { KindMark } from '../components/KindMark.tsx';
import { Segments } from '../components/Segments.tsx';
import { SizeCell } from '../components/SizeCell.tsx';
import { t } from '../i18n/index.ts';
import type { Column } from '../table/DataTable.tsx';
import { TreeTable } from '../table/TreeTable.tsx';
import { fault } from '../text/fault.ts';
import { count } from '../text/format.ts';
import { Untrusted } from '../text/Untrusted.tsx';
import { ClassPicker } from './ClassPicker.tsx';
import './explore.css';
import './HoldersView.css';
import { PackagesTable } from './PackagesTable.tsx';
import { useSnapshot } from './useSnapshot.ts';

/** Who holds the objects of a class, outwards from dominator to dominator; and what npm packages hold. */
export function HoldersView({ route }: ViewProps) {
  const file = useSnapshot(route);
  const { data } = useData(file ?? null, () => overview(file ?? ''));
  if (file === undefined) return <Empty title={t('exploreNoSnapshot')}>{t('exploreNoSnapshotWhy')}</Empty>;
  const tab = route.parameters.tab === 'packages' ? 'packages' : 'classes';
  const total = data?.totalBytes;
  return (
    <section className="explore holders" aria-label={t('exploreHolders')}>
      <div className="explore__bar">
        <Segments
          label={t('exploreHolders')}
          value={tab}
          options={[{ value: 'classes', label: t('exploreByClass') }, { value: 'packages', label: t('exploreByPackage') }]}
          onChange={next => go({ parameters: { tab: next === 'classes' ? '' : next } }, true)}
        />
        {tab === 'classes' && (
          <>
            <ClassPicker file={file} value={route.parameters.class ?? ''} onPick={key => go({ parameters: { class: key } })} />
            <span className="holders__skip">
              <FilterBox value={route.parameters.skip ?? ''} label={t('exploreSkip')} help={t('exploreSkipHelp')}
                onChange={skip => go({ parameters: { skip } }, true)} />
            </span>
          </>
        )}
      </div>
      {tab === 'packages'
        ? <PackagesTable file={file} route={route} total={total} />
        : (
          <Holders file={file} wanted={route.parameters.class ?? ''} skip={route.parameters.skip ?? ''} selected={route.selected}
            rootId={data?.rootId} />
        )}
    </section>
  );
}

function Holders({ file, wanted, skip, selected, rootId }: {
  file: string;
  wanted: string;
  skip: string;
  selected: number | null;
  rootId: number | undefined;
}) {
  const [marked, setMarked] = useState<HolderRow | null>(null);
  const [sum, setSum] = useState({ of: '', bytes: 0 });
  if (wanted === '') return <Empty title={t('exploreChooseClass')}>{t('exploreChooseClassWhy')}</Empty>;
  const problem = regexProblem(skip);
  if (problem !== null) return <Empty title={t('exploreBadPattern')}><Untrusted text={problem} /></Empty>;
  const level = (below: string, query: object, signal: AbortSignal): Promise<Page<HolderRow>> =>
    get(`snapshots/${file}/holders`, { ...query, class: wanted, below, skip }, signal);
  return (
    <TreeTable<HolderRow>
      label={t('exploreHolders')}
      columns={columns(sum.of === wanted ? sum.bytes : undefined)}
      roots={async (query, signal) => {
        const page = await level('', query, signal);
        if (page.offset === 0) setSum({ of: wanted, bytes: page.rows.reduce((all, row) => all + row.objectBytes, 0) });
        return page;
      }}
      children={(row, query, signal) => level(row.key, query, signal)}
      canExpand={row => row.exampleId !== rootId || row.holders > 1}
      rowKey={row => row.key}
      selected={marked?.exampleId === selected ? marked?.key : null}
      onSelect={row => {
        setMarked(row);
        go({ selected: row.exampleId }, true);
      }}
      onOpen={row => go(objectChange(file, row.exampleId, 'retainers'))}
      rowHref={row => objectHref(file, row.exampleId)}
      rowMenu={row => objectMenu(row.exampleId)}
      refreshKey={`${file} ${wanted} ${skip}`}
      empty={<Empty title={t('exploreNoHolders')}>{t('exploreNoHoldersWhy')}</Empty>}
    />
  );
}

function regexProblem(pattern: string): string | null {
  try {
    new RegExp(pattern);
    return null;
  } catch (error) {
    return fault(error).message;
  }
}

function columns(total: number | undefined): Column<HolderRow>[] {
  return [
    {
      id: 'holder', title: t('exploreHeldBy'), width: 'minmax(240px, 1fr)',
      render: row => (
        <span className="holders__name">
          <KindMark kind={row.kind} />
          <Untrusted text={row.className} max={120} />
          <span className="holders__id">{t('exploreExample', { id: row.exampleId })}</span>
        </span>
      ),
    },
    {
      id: 'holders', title: t('exploreHolderCount'), help: t('exploreHolderCountHelp'), align: 'right', width: '100px',
      render: row => <span className="number">{count(row.holders)}</span>,
    },
    {
      id: 'objects', title: t('exploreHeldObjects'), help: t('exploreHeldObjectsHelp'), align: 'right', width: '112px',
      render: row => <span className="number">{count(row.objects)}</span>,
    },
    {
      id: 'bytes', title: t('exploreHeldBytes'), help: t('exploreHeldBytesHelp'), align: 'right', width: '160px',
      render: row => <SizeCell bytes={row.objectBytes} total={total} />,
    },
  ];
}
