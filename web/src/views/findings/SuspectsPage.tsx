import type { SourceLines, Suspects } from '../../api/types.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { t } from '../../i18n/index.ts';
import { bytes } from '../../text/format.ts';
import { Untrusted } from '../../text/Untrusted.tsx';
import { Contents } from './Contents.tsx';
import './DiagnosisPage.css';
import { firstSentence } from './growth.ts';
import { suspectsMarkdown, verdictKey } from './markdown.ts';
import { SuspectCard } from './SuspectCard.tsx';
import { toneOf, Verdict } from './Verdict.tsx';
import { placeText } from './words.ts';

/** What stands out in one snapshot. These are suspicions, not proof. */
export function SuspectsPage({ report, sources }: { report: Suspects; sources: readonly (SourceLines | null)[] }) {
  const [first, rest] = firstSentence(report.reason);
  const several = report.suspects.length > 1;
  return (
    <div className="diagnosis">
      <Verdict tone={toneOf(report.verdict)} badge={t(verdictKey(report.verdict))} headline={first} reason={rest === '' ? null : rest}
        facts={[{ label: t('findFile'), text: report.file }, { label: t('findHeap'), text: bytes(report.heapBytes) }]}>
        <CopyButton text={suspectsMarkdown(report, sources)} label={t('findCopyAll')} />
      </Verdict>
      {several && (
        <Contents rows={report.suspects.map(suspect => ({
          fingerprint: suspect.fingerprint,
          title: suspect.title,
          figure: null,
          place: suspect.location === null ? null : placeText(suspect.location),
        }))} />
      )}
      {report.suspects.map((suspect, index) => (
        <SuspectCard key={suspect.fingerprint} suspect={suspect} source={sources[index] ?? null} number={several ? index + 1 : null} />
      ))}
      {report.signs.length > 0 && (
        <div className="diagnosis__quiet">
          <section>
            <h3>{t('findSigns')}</h3>
            <ul>{report.signs.map(sign => <li key={sign}><Untrusted text={sign} max={600} /></li>)}</ul>
          </section>
        </div>
      )}
    </div>
  );
}
