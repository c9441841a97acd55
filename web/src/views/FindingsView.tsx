import { useEffect, useMemo } from 'react';
import { go, href, type ViewProps } from '../app/route.ts';
import { Empty } from '../components/Empty.tsx';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { Progress } from '../components/Progress.tsx';
import { language, t } from '../i18n/index.ts';
import { visible } from '../text/untrusted.ts';
import { show } from './findings/Contents.tsx';
import { DiagnosisPage } from './findings/DiagnosisPage.tsx';
import { type Links, LinksContext } from './findings/links.ts';
import { SuspectsPage } from './findings/SuspectsPage.tsx';
import { useFindings } from './findings/useFindings.ts';
import './FindingsView.css';

export function FindingsView({ route }: ViewProps) {
  const { files, selected, parameters } = route;
  const { answer, error } = useFindings(files, language());
  const snapshot = answer?.snapshotId ?? null;
  const links = useMemo<Links | null>(() => snapshot === null ? null : {
    selected,
    objectHref: id => href({ selected: id }),
    onObject: id => go({ selected: id }, true),
    retainersHref: id => href({ view: 'retainers', files: [snapshot], selected: id }),
    findingHref: fingerprint => new URL(href({ selected: null, parameters: { finding: fingerprint } }), location.href).href,
    classHref: name => href({ view: 'summary', files: [snapshot], selected: null, parameters: { filter: name } }),
  }, [snapshot, selected]);
  const finding = parameters.finding;
  const isDone = answer?.state === 'done';
  useEffect(() => {
    if (isDone && finding !== undefined) show(finding);
  }, [isDone, finding]);

  if (files.length === 0) return <Empty title={t('findNoFiles')}>{t('findNoFilesText')}</Empty>;
  if (error !== null) return <div className="findings"><ErrorNote error={error} /></div>;
  if (answer === null || answer.state === 'running') {
    const step = answer?.step ?? null;
    return (
      <div className="findings findings--running" aria-busy="true">
        <Progress label={step === null ? t('findWorking') : `${t('findWorking')}: ${visible(step)}`} fraction={answer?.fraction ?? null} />
      </div>
    );
  }

  if (answer.state === 'failed')
    return <div className="findings"><p>{t('findFailed')}</p><ErrorNote error={answer.error ?? t('findFailed')} /></div>;
  return (
    <div className="findings">
      <LinksContext value={links}>
        {answer.diagnosis !== null && <DiagnosisPage report={answer.diagnosis} sources={answer.sources} />}
        {answer.suspects !== null && <SuspectsPage report={answer.suspects} sources={answer.sources} />}
      </LinksContext>
    </div>
  );
}
