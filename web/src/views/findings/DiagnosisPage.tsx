import type { Diagnosis, SourceLines } from '../../api/types.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { t } from '../../i18n/index.ts';
import { Untrusted } from '../../text/Untrusted.tsx';
import { Contents } from './Contents.tsx';
import './DiagnosisPage.css';
import { FindingCard } from './FindingCard.tsx';
import type { FullDiagnosis } from './fullReports.ts';
import { headline, rateText, reasonBelow } from './growth.ts';
import { boundedText, diagnosisMarkdown, verdictKey } from './markdown.ts';
import { Rounds } from './Rounds.tsx';
import { toneOf, Verdict } from './Verdict.tsx';
import { placeText } from './words.ts';

/** A diagnosis: the verdict, the curve, a card per finding, and what was left out. */
export function DiagnosisPage({ report, sources }: { report: Diagnosis; sources: readonly (SourceLines | null)[] }) {
  const several = report.findings.length > 1;
  return (
    <div className="diagnosis">
      <Verdict tone={toneOf(report.verdict)} badge={t(verdictKey(report.verdict))} headline={headline(report)}
        reason={reasonBelow(report)} notes={notesOf(report)} facts={factsOf(report)}>
        <CopyButton text={diagnosisMarkdown(report, sources)} label={t('findCopyAll')} />
      </Verdict>
      {several && (
        <Contents rows={report.findings.map(finding => ({
          fingerprint: finding.fingerprint,
          title: finding.title,
          figure: rateText(finding),
          place: finding.location === null ? null : placeText(finding.location),
        }))} />
      )}
      <Rounds report={report} />
      {report.findings.map((finding, index) => (
        <FindingCard key={finding.fingerprint} finding={finding} source={sources[index] ?? null} language={report.language}
          number={several ? index + 1 : null} />
      ))}
      <Quiet report={report} />
    </div>
  );
}

/** What stopped growing, and what was ignored on request: worth knowing, but no alarm. */
function Quiet({ report: { bounded, ignored } }: { report: Diagnosis }) {
  if (bounded.length === 0 && ignored.length === 0) return null;
  return (
    <div className="diagnosis__quiet">
      {bounded.length > 0 && (
        <section>
          <h3>{t('findBounded')}</h3>
          <ul>{bounded.map(row => <li key={row.path}><Untrusted text={boundedText(row)} max={200} /></li>)}</ul>
        </section>
      )}
      {ignored.length > 0 && (
        <section>
          <h3>{t('findIgnored')}</h3>
          <ul>
            {ignored.map(({ fingerprint, title }) =>
              <li key={fingerprint}><Untrusted text={title} max={200} /> <code>{fingerprint}</code></li>)}
          </ul>
        </section>
      )}
    </div>
  );
}

function notesOf(report: Diagnosis): string[] {
  const { partial } = report as FullDiagnosis;
  return [
    ...(partial === 'stopped' ? [t('findStopped')] : partial === 'target-ended' ? [t('findEnded')] : []),
    ...(report.comparedBy === 'structure' ? [t('findByStructure')] : report.comparedBy === 'samples' ? [t('findBySamples')] : []),
  ];
}

function factsOf(report: Diagnosis): { label: string; text: string }[] {
  const { process, load, activity } = report as FullDiagnosis;
  const where = [
    process?.nodeVersion ?? null, process === null || process === undefined ? null : `pid ${process.pid}`,
    process?.thread === null || process?.thread === undefined ? null : t('findWorker', { thread: process.thread }),
  ].filter(part => part !== null);
  return [
    { label: t(process === null || process === undefined ? 'findFiles' : 'findTarget'), text: report.target },
    ...(where.length > 0 ? [{ label: t('findNode'), text: where.join(', ') }] : []),
    ...(load !== null && load !== undefined ? [{ label: t('findLoad'), text: load.text ?? t('findOwnWork') }] : []),
    ...(activity !== null && activity !== undefined ? [{ label: t('findActivity'), text: activity.summary }] : []),
  ];
}
