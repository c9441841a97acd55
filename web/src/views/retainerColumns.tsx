import { DistanceCell } from '../components/DistanceCell.tsx';
import { ObjectName } from '../components/ObjectName.tsx';
import { SizeCell } from '../components/SizeCell.tsx';
import { t } from '../i18n/index.ts';
import type { Column } from '../table/DataTable.tsx';
import { Untrusted } from '../text/Untrusted.tsx';
import { parseCuts } from './cuts.ts';
import type { RetainerRow } from './retainerRows.ts';

export function retainerColumns(cut: string, onToggle: (key: string) => void): Column<RetainerRow>[] {
  const cuts = new Set(parseCuts(cut).map(one => one.key));
  return [
    {
      id: 'retainer', title: t('exploreRetainer'), width: 'minmax(260px, 1fr)',
      render: row => (
        <span className="retainers__name">
          <span className={`retainers__edge retainers__edge--${row.edgeType}`}><Untrusted text={row.edge} max={80} /></span>
          <span className="retainers__in">{t('exploreIn')}</span>
          <ObjectName row={row} />
          {row.isCycle && <span className="retainers__note">{t('exploreCycle')}</span>}
          {row.isCut && <span className="retainers__note">{t('exploreCut')}</span>}
          {row.edgeType === 'weak' && <span className="retainers__note" title={t('exploreWeakHelp')}>{t('exploreWeak')}</span>}
          {!row.isCut && !row.isReachable && <span className="retainers__note">{t('exploreUnreachable')}</span>}
        </span>
      ),
    },
    {
      id: 'cut', title: t('exploreCutHead'), help: t('exploreCutHelp'), width: '124px',
      render: row => (
        <span className="retainers__cuts">
          <CutButton isOn={cuts.has(`n${row.id}`)} label={t('exploreCutObject')} help={t('exploreCutObjectHelp')}
            onClick={() => onToggle(`n${row.id}`)} />
          <CutButton isOn={cuts.has(row.edgeKey)} label={t('exploreCutReference')} help={t('exploreCutReferenceHelp')}
            onClick={() => onToggle(row.edgeKey)} />
        </span>
      ),
    },
    {
      id: 'distance', title: t('exploreDistance'), help: t('exploreDistanceHelp'), align: 'right', width: '72px',
      render: row => <DistanceCell steps={row.distance} />,
    },
    {
      id: 'shallow', title: t('exploreShallow'), align: 'right', width: '80px',
      render: row => <SizeCell bytes={row.selfBytes} />,
    },
    {
      id: 'retained', title: t('exploreRetained'), align: 'right', width: '88px',
      render: row => <SizeCell bytes={row.retainedBytes} />,
    },
  ];
}

/** Rows of a tree keep the focus on the tree: the same cuts are in the bar above, for the row that is marked. */
function CutButton({ isOn, label, help, onClick }: { isOn: boolean; label: string; help: string; onClick(): void }) {
  return (
    <button
      type="button"
      tabIndex={-1}
      className={`retainers__cut${isOn ? ' retainers__cut--on' : ''}`}
      aria-pressed={isOn}
      title={help}
      onClick={event => {
        event.stopPropagation();
        onClick();
      }}
      onDoubleClick={event => event.stopPropagation()}
    >
      {label}
    </button>
  );
}
