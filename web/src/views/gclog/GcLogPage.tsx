import { useState } from 'react';
import { Curve } from '../../charts/Curve.tsx';
import { Empty } from '../../components/Empty.tsx';
import { Segments } from '../../components/Segments.tsx';
import { t } from '../../i18n/index.ts';
import { bytes, count, duration, percent } from '../../text/format.ts';
import { Untrusted } from '../../text/Untrusted.tsx';
import { type Fact, Facts } from '../findings/Facts.tsx';
import { Notice } from '../findings/Notice.tsx';
import { Verdict } from '../findings/Verdict.tsx';
import { curvesOf, pauseText, verdictOf, warningText } from './gcText.ts';
import { GcEvents, GcKinds } from './GcTables.tsx';
import './GcLogPage.css';
import type { GcHeap, GcLogReport } from './gcReport.ts';

const maxChoices = 8;

/** A log of collections: does the floor rise, the curve, what collecting costs, warnings. */
export function GcLogPage({ report, heap: chosen, onHeap }: {
  report: GcLogReport;
  /** Position in `heaps`; kept here where nobody else does. */
  heap?: number;
  onHeap?(heap: number): void;
}) {
  const [own, setOwn] = useState(0);
  const index = Math.min(chosen ?? own, report.heaps.length - 1);
  const heap = report.heaps[index];
  if (heap === undefined) return <Empty title={t('gcNone')}>{t('gcNoneText')}</Empty>;
  const warnings = heap.signs;
  return (
    <div className="gclog">
      <Head report={report} heap={heap} />
      {report.heaps.length > 1 && (
        <div className="gclog__heaps">
          <Segments label={t('gcHeaps')} value={String(index)} onChange={value => (onHeap ?? setOwn)(Number(value))}
            options={report.heaps.slice(0, maxChoices).map((one, position) => ({
              value: String(position),
              label: `${t('gcHeap', { pid: one.processId })} · ${count(one.collections)}`,
              title: t('gcHeapOf', { pid: one.processId, isolate: one.isolate ?? '' }),
            }))} />
        </div>
      )}
      {warnings.length > 0 && (
        <section aria-label={t('gcWarnings')}>
          <Notice tone="fault">
            <ul>{warnings.map((sign, position) => <li key={position}><Untrusted text={warningText(sign, heap)} max={400} /></li>)}</ul>
          </Notice>
        </section>
      )}
      <Curves heap={heap} />
      <section className="gclog__part">
        <h3>{t('gcTotals')}</h3>
        <Facts facts={factsOf(heap)} />
      </section>
      <section className="gclog__part">
        <h3>{t('gcKinds')}</h3>
        <GcKinds kinds={heap.kinds} />
      </section>
      {heap.latest.length > 0 && (
        <section className="gclog__part">
          <h3>{t('gcLatest')}</h3>
          <GcEvents events={heap.latest} />
        </section>
      )}
      {report.damagedLines > 0 && <p className="gclog__note">{t('gcDamaged', { count: count(report.damagedLines) })}</p>}
      {report.otherHeaps > 0 && <p className="gclog__note">{t('gcOtherHeaps', { count: count(report.otherHeaps) })}</p>}
    </div>
  );
}

function Head({ report, heap }: { report: GcLogReport; heap: GcHeap }) {
  const { badge, tone, headline, detail } = verdictOf(heap);
  return (
    <Verdict tone={tone} badge={badge} headline={headline} reason={detail === '' ? null : detail} facts={[
      { label: t('findFile'), text: report.file },
      { label: t('findProcess'), text: String(heap.processId) },
    ]} />
  );
}

function Curves({ heap }: { heap: GcHeap }) {
  const { after, before, floors, youngPauses, fullPauses } = curvesOf(heap.latest);
  if (after.length < 2) return <p className="gclog__note">{t('gcNoEvents')}</p>;
  const isCut = heap.latest.length < heap.collections;
  return (
    <section className="gclog__part gclog__part--framed">
      <h3>{t('gcCurve')}</h3>
      <Curve label={t('gcCurve')} x="seconds" format={bytes} height={220} series={[
        { name: t('gcSeriesBefore'), color: '--kind-system', points: before },
        { name: t('gcSeriesAfter'), color: '--kind-object', points: after },
        ...(floors.length === 0
          ? []
          : [{ name: t('gcSeriesFloor'), color: '--growth', points: floors, hasPointsOnly: floors.length < 2 }]),
      ]} />
      <h3>{t('gcPauses')}</h3>
      <Curve label={t('gcPauses')} x="seconds" format={pauseText} height={110} series={[
        { name: t('gcYoung'), color: '--kind-string', points: youngPauses, hasPointsOnly: true },
        ...(fullPauses.length === 0 ? [] : [{ name: t('gcFull'), color: '--kind-closure', points: fullPauses, hasPointsOnly: true }]),
      ]} />
      {isCut && <p className="gclog__note">{t('gcLatestOnly', { shown: count(heap.latest.length), total: count(heap.collections) })}</p>}
    </section>
  );
}

function factsOf(heap: GcHeap): Fact[] {
  return [
    {
      label: t('gcTimeLost'),
      value: heap.throughputLost === null ? t('gcUnknown') : percent(heap.throughputLost),
      note: heap.stepsMs > 0
        ? t('gcTimeLostSteps', { paused: pauseText(heap.pausedMs), steps: pauseText(heap.stepsMs) })
        : t('gcTimeLostNote', { paused: pauseText(heap.pausedMs) }),
    },
    ...(heap.allocationBytesPerSecond === null ? [] : [{
      label: t('gcAllocated'),
      value: t('gcPerSecondShort', { bytes: bytes(heap.allocationBytesPerSecond) }),
      note: t('gcFreedTotal', { bytes: bytes(heap.freedBytes) }),
    }]),
    ...(heap.promotedBytes === null ? [] : [{
      label: t('gcPromoted'),
      value: bytes(heap.promotedBytes),
      note: heap.promotionShare === null ? null : t('gcPromotedShare', { share: percent(heap.promotionShare) }),
    }]),
    {
      label: t('gcPeak'),
      value: bytes(heap.peakBytes),
      note: [
        heap.peakCommittedBytes === null ? '' : t('gcPeakCommitted', { bytes: bytes(heap.peakCommittedBytes) }),
        heap.heapLimitBytes === null ? '' : t('gcPeakLimit', { bytes: bytes(heap.heapLimitBytes) }),
      ].filter(text => text !== '').join(', '),
    },
    { label: t('gcObserved'), value: duration(heap.toMs - heap.fromMs), note: t('gcCollections', { count: count(heap.collections) }) },
  ];
}
