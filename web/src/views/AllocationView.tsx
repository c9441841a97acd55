import type { ViewProps } from '../app/route.ts';
import { useSession } from '../app/session.ts';
import { Empty } from '../components/Empty.tsx';
import { Progress } from '../components/Progress.tsx';
import { t } from '../i18n/index.ts';
import './AllocationView.css';
import './explore.css';
import { AllocationProfile } from './AllocationProfile.tsx';
import { AllocationTimeline } from './AllocationTimeline.tsx';

/** Where memory is allocated: by function, of a sampled profile; over time, of a timeline. */
export function AllocationView({ route }: ViewProps) {
  const { session } = useSession();
  const file = route.files.at(-1);
  if (file === undefined) return <Empty title={t('exploreNoRecording')}>{t('exploreNoRecordingWhy')}</Empty>;
  if (session === null) return <Progress label={t('exploreLoadingRecording')} fraction={null} />;
  const kind = session.sources.find(source => source.id === file)?.kind;
  if (kind === 'profile') return <AllocationProfile file={file} route={route} />;
  if (kind === 'timeline') return <AllocationTimeline file={file} route={route} />;
  return <Empty title={t('exploreNoRecording')}>{t('exploreNoRecordingWhy')}</Empty>;
}
