import type { SourceLines, Suspect } from '../../api/types.ts';
import { SizeCell } from '../../components/SizeCell.tsx';
import { t } from '../../i18n/index.ts';
import { bytes, count, exactBytes, percent } from '../../text/format.ts';
import { Untrusted } from '../../text/Untrusted.tsx';
import { CardActions } from './CardActions.tsx';
import { type Fact, Facts } from './Facts.tsx';
import './FindingCard.css';
import type { FullSuspect } from './fullReports.ts';
import { suspectBoundSentence, suspectMarkdown } from './markdown.ts';
import { Notice } from './Notice.tsx';
import { Section } from './Section.tsx';
import { SourceBlock } from './SourceBlock.tsx';
import './SuspectCard.css';
import { WhatHolds } from './WhatHolds.tsx';

/** What stands out in one snapshot: it is large, but nothing shows that it grows. */
export function SuspectCard({ suspect: found, source, number }: { suspect: Suspect; source: SourceLines | null; number: number | null }) {
  const suspect = found as FullSuspect;
  const { details, holder, bound } = suspect;
  const id = `finding-${suspect.fingerprint}`;
  return (
    <article className="finding finding--suspect" id={id} tabIndex={-1} aria-labelledby={`${id}-title`}>
      <header className="finding__head">
        <h3 className="finding__title" id={`${id}-title`}>
          {number !== null && <span className="finding__number">{number}</span>}
          <Untrusted text={suspect.title} max={300} />
        </h3>
        <p className="finding__text"><Untrusted text={suspect.explanation} max={600} /></p>
        <Facts facts={factsOf(suspect)} />
        {bound !== null && <Notice><Untrusted text={suspectBoundSentence(bound)} max={400} /></Notice>}
      </header>
      <div className="finding__body">
        <Section title={t('findWhySuspected')}>
          <ul className="suspect__reasons">{suspect.reasons.map(reason => <li key={reason}><Untrusted text={reason} max={600} /></li>)}</ul>
        </Section>
        {suspect.classes.length > 0 && (
          <Section title={t('findClasses')}>
            <table className="suspect__classes">
              <thead>
                <tr>
                  <th scope="col">{t('findClass')}</th>
                  <th scope="col" className="number">{t('findCount')}</th>
                  <th scope="col" className="number">{t('findShallow')}</th>
                </tr>
              </thead>
              <tbody>
                {suspect.classes.map(row => (
                  <tr key={row.className}>
                    <td><Untrusted text={row.className} max={60} /></td>
                    <td className="number">{count(row.count)}</td>
                    <td><SizeCell bytes={row.bytes} total={suspect.heldBytes} /></td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Section>
        )}
        {suspect.location !== null && (
          <Section title={t('findWhere')} wide>
            <SourceBlock place={suspect.location} source={source} declaration={details.declaration ?? null} />
          </Section>
        )}
        <WhatHolds path={suspect.retainerPath} holderId={holder.nodeId} lastMark="findHeldMark" alsoHeldBy={details.alsoHeldBy} />
      </div>
      <CardActions
        text={() => suspectMarkdown(suspect, source)} fingerprint={suspect.fingerprint} lintRule={null} holderId={holder.nodeId}
        className={suspect.classes[0]?.className ?? null} />
    </article>
  );
}

function factsOf({ heldBytes, share, entries, holder }: FullSuspect): Fact[] {
  return [
    {
      label: t('findHolds'),
      value: <span title={exactBytes(heldBytes)}>{bytes(heldBytes)}</span>,
      note: t('findOfHeap', { share: percent(share) }),
    },
    ...(entries === null ? [] : [{ label: t('findEntries'), value: count(entries) }]),
    { label: t('findHolder'), value: <Untrusted text={holder.path} max={80} /> },
  ];
}
