import type { Finding, SourceLines } from '../../api/types.ts';
import { t } from '../../i18n/index.ts';
import { bytes, count, exactBytes } from '../../text/format.ts';
import { Untrusted } from '../../text/Untrusted.tsx';
import { visible } from '../../text/untrusted.ts';
import { CardActions } from './CardActions.tsx';
import { Evidence } from './Evidence.tsx';
import { type Fact, Facts } from './Facts.tsx';
import './FindingCard.css';
import type { FullFinding } from './fullReports.ts';
import { classRates, confidenceText, leakedClass, objectRateText, perRequestText, rateText } from './growth.ts';
import { alsoFilledText, boundSentence, findingMarkdown } from './markdown.ts';
import { Notice } from './Notice.tsx';
import { Section } from './Section.tsx';
import { SourceBlock } from './SourceBlock.tsx';
import { Stack } from './Stack.tsx';
import { WhatHolds } from './WhatHolds.tsx';

/** One leak: what grows and how fast, who holds it, where in the program, and what to do. */
export function FindingCard({ finding: found, source, language, number }: {
  finding: Finding;
  source: SourceLines | null;
  language: 'en' | 'zh';
  /** Where there are several; of one alone, the headline above is the title. */
  number: number | null;
}) {
  const finding = found as FullFinding;
  const { details, advice, holder } = finding;
  const id = `finding-${finding.fingerprint}`;
  return (
    <article className="finding" id={id} tabIndex={-1} aria-labelledby={`${id}-title`}>
      <header className="finding__head">
        <h3 className={number === null ? 'visually-hidden' : 'finding__title'} id={`${id}-title`}>
          {number !== null && <span className="finding__number">{number}</span>}
          <Untrusted text={finding.title} max={300} />
        </h3>
        <p className="finding__text"><Untrusted text={finding.explanation} max={1000} /></p>
        <Facts facts={factsOf(finding)} />
        <Evidence title={confidenceText(finding.confidence)} level={finding.confidence} reasons={finding.evidence} />
        {finding.bound !== null && finding.bound !== undefined
          && <Notice><Untrusted text={boundSentence(finding.bound)} max={400} /></Notice>}
      </header>
      <div className="finding__body">
        {finding.location !== null && (
          <Section title={t('findWhere')} wide>
            <SourceBlock place={finding.location} source={source} declaration={details.declaration ?? null} />
          </Section>
        )}
        <Section title={t('findWhatToDo')} wide>
          <p className="finding__text"><Untrusted text={advice.why} max={1500} /></p>
          <p className="finding__fix"><Untrusted text={advice.fix} max={1500} /></p>
          {advice.example !== '' && (
            <pre className="finding__example" tabIndex={0} aria-label={t('findExample')}>
              <bdi dir="ltr">{visible(advice.example, true)}</bdi>
            </pre>
          )}
          {(details.alsoFilled ?? []).length > 0 && (
            <p className="finding__text">
              <Untrusted text={alsoFilledText(details.alsoFilled ?? [])} max={600} />
            </p>
          )}
        </Section>
        <WhatHolds path={finding.retainerPath} holderId={holder.nodeId} alsoHeldBy={details.alsoHeldBy} />
        {finding.allocatedBy !== null && finding.allocatedBy !== undefined && (
          <Section title={t(finding.pattern === 'descriptors' ? 'findOpenedBy' : 'findAllocatedBy')}>
            <Stack stack={finding.allocatedBy} isOfFiles={finding.pattern === 'descriptors'} />
          </Section>
        )}
        <Objects finding={finding} />
      </div>
      <CardActions
        text={() => findingMarkdown(finding, language, source)} fingerprint={finding.fingerprint} lintRule={finding.lintRule}
        holderId={holder.nodeId} className={leakedClass(finding)} />
    </article>
  );
}

function factsOf(finding: FullFinding): Fact[] {
  const { holder, details } = finding;
  const rate = rateText(finding);
  const objects = objectRateText(finding);
  return [
    ...(rate === null ? [] : [{ label: t('findGrowth'), value: rate, isGrowth: true }]),
    ...(objects === null ? [] : [{ label: t('findObjects'), value: objects, note: classNote(finding) }]),
    ...(finding.growthBytes > 0
      ? [{ label: t('findInRun'), value: <span title={exactBytes(finding.growthBytes)}>+{bytes(finding.growthBytes)}</span> }] : []),
    ...(holder.retainedBytes > 0
      ? [{ label: t('findFrees'), value: <span title={exactBytes(holder.retainedBytes)}>{bytes(holder.retainedBytes)}</span> }] : []),
    {
      label: t('findHolder'),
      value: <Untrusted text={holder.path} max={80} />,
      note: details.entries === undefined
        ? holder.library === null ? null : <Untrusted text={t('findInLibrary', { library: holder.library })} max={80} />
        : `${t('findEntries')}: ${count(details.entries)}`,
    },
  ];
}

function classNote(finding: FullFinding) {
  const [first] = Object.keys(finding.survivorsPerRound);
  return first === undefined ? null : <Untrusted text={first} max={60} />;
}

/** Which classes leak, and how many of each from every round are still alive. */
function Objects({ finding }: { finding: FullFinding }) {
  const { rows, more } = classRates(finding);
  const { captured = [] } = finding.details.function ?? {};
  if (rows.length === 0 && captured.length === 0) return null;
  return (
    <Section title={rows.some(row => row.perRequest !== null) ? t('findObjects') : t('findSurvivors')}>
      <ul className="finding__classes">
        {rows.map(({ className, perRequest, survivors }) => (
          <li key={className}>
            <span className="finding__class"><Untrusted text={className} max={60} /></span>
            <span className="number finding__count" title={survivors.map(count).join(', ')}>
              {perRequest !== null
                ? t('findObjectsPerRequest', { count: perRequestText(perRequest) })
                : survivors.map(count).join(' · ')}
            </span>
          </li>
        ))}
        {more > 0 && <li className="finding__note">{t('findMoreClasses', { count: more })}</li>}
      </ul>
      {captured.map(({ variable, className, retainedBytes }) => (
        <p key={variable} className="finding__note">
          <Untrusted text={t('findCaptures', { variable, className, bytes: bytes(retainedBytes) })} max={200} />
        </p>
      ))}
    </Section>
  );
}
