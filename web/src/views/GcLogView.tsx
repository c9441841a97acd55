import { get } from '../api/client.ts';
import type { GcLog } from '../api/types.ts';
import { go, type ViewProps } from '../app/route.ts';
import { useData } from '../app/useData.ts';
import { Empty } from '../components/Empty.tsx';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { Progress } from '../components/Progress.tsx';
import { t } from '../i18n/index.ts';
import './FindingsView.css';
import { GcLogPage } from './gclog/GcLogPage.tsx';
import type { GcLogReport } from './gclog/gcReport.ts';

export function GcLogView({ route }: ViewProps) {
  const id = route.files.at(-1) ?? null;
  const { data, error, reload } = useData(id, signal => get<GcLog>(`gclogs/${id}`, {}, signal));
  if (id === null) return <Empty title={t('gcNone')}>{t('gcNoneText')}</Empty>;
  if (error !== null) return <div className="findings"><ErrorNote error={error} onRetry={reload} /></div>;
  if (data === null) return <div className="findings findings--running"><Progress label={t('findWorking')} fraction={null} /></div>;
  const heap = Number(route.parameters.heap ?? 0);
  return (
    <div className="findings">
      <GcLogPage report={data as unknown as GcLogReport} heap={Number.isInteger(heap) && heap >= 0 ? heap : 0}
        onHeap={value => go({ parameters: { heap: value === 0 ? '' : String(value) } }, true)} />
    </div>
  );
}
