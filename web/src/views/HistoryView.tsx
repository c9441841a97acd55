import { ApiError, get } from '../api/client.ts';
import type { HistoryTarget } from '../api/types.ts';
import type { ViewProps } from '../app/route.ts';
import { useData } from '../app/useData.ts';
import { Empty } from '../components/Empty.tsx';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { Progress } from '../components/Progress.tsx';
import { t } from '../i18n/index.ts';
import './FindingsView.css';
import { rangeOf } from './history/series.ts';
import { TargetHistory } from './history/TargetHistory.tsx';
import { Targets } from './history/Targets.tsx';
import './HistoryView.css';

export function HistoryView({ route }: ViewProps) {
  const { data, error, reload } = useData('history', signal => get<HistoryTarget[]>('history', {}, signal));
  if (error instanceof ApiError && error.status === 404) return <Empty title={t('histNone')}>{t('histNoneText')}</Empty>;
  if (error !== null) return <div className="findings"><ErrorNote error={error} onRetry={reload} /></div>;
  if (data === null) return <div className="findings findings--running"><Progress label={t('commonLoading')} fraction={null} /></div>;
  if (data.length === 0) return <Empty title={t('histEmpty')}>{t('histEmptyText')}</Empty>;
  const targets = data.toSorted((a, b) => Date.parse(b.seen) - Date.parse(a.seen));
  const target = targets.find(one => one.key === route.parameters.key) ?? targets[0];
  if (target === undefined) return null;
  return (
    <div className="history">
      <Targets targets={targets} chosen={target.key} />
      <TargetHistory key={target.key} target={target.key} range={rangeOf(route.parameters.range)}
        series={route.parameters.series ?? null} />
    </div>
  );
}
