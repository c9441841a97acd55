import { memo, type ReactNode } from 'react';
import type { Sample, Space } from '../../api/types.ts';
import { Curve } from '../../charts/Curve.tsx';
import type { Point } from '../../charts/curveData.ts';
import { t } from '../../i18n/index.ts';
import { freedText, isFull, kindText, pauseText } from '../gclog/gcText.ts';
import { bytes, exactBytes, percent } from '../../text/format.ts';
import { Untrusted } from '../../text/Untrusted.tsx';
import './LiveCharts.css';
import { curvesOf, type Pause } from './state.ts';

const height = 160;
const shownPauses = 8;

/** The curves of a watched process: the heap with its floors, resident memory, memory outside the heap, and pauses. */
export const LiveCharts = memo(function LiveCharts({ samples, spaces }: { samples: readonly Sample[]; spaces: readonly Space[] }) {
  const curves = curvesOf(samples);
  const last = samples.at(-1);
  if (last === undefined) return null;
  const pauses = curves.pauses.slice(-shownPauses).reverse();
  return (
    <div className="live-charts">
      <Panel title={t('liveHeap')} used={last.heapUsedBytes} limit={last.heapLimitBytes}>
        <Curve label={t('liveHeap')} x="seconds" format={bytes} height={height} series={[
          { name: t('liveHeapUsed'), color: '--kind-object', points: curves.heapUsed },
          { name: t('liveFloor'), color: '--growth', points: curves.floors, hasPointsOnly: curves.floors.length < 2 },
          ...(curves.heapLimit.length > 0
            ? [{ name: t('liveLimit'), color: '--fault', points: curves.heapLimit, isDashed: true }] : []),
        ]} />
      </Panel>
      <Panel title={t('liveResident')} used={last.cgroupUsedBytes ?? last.rssBytes} limit={last.cgroupLimitBytes}>
        <Curve label={t('liveResident')} x="seconds" format={bytes} height={height} series={[
          { name: t('liveRss'), color: '--kind-system', points: curves.rss },
          ...(curves.groupLimit.length > 0
            ? [{ name: t('liveCgroup'), color: '--fault', points: curves.groupLimit, isDashed: true }] : []),
        ]} />
      </Panel>
      <Panel title={t('liveOutside')}>
        <Curve label={t('liveOutside')} x="seconds" format={bytes} height={height} series={[
          { name: t('liveExternal'), color: '--kind-native', points: curves.external },
          { name: t('liveBuffers'), color: '--kind-array', points: curves.arrayBuffers },
        ]} />
      </Panel>
      {spaces.length > 0 && <Panel title={t('liveSpaces')}><Spaces spaces={spaces} /></Panel>}
      <Panel title={t('liveGc')} isWide>
        {pauses.length === 0 ? <p className="live-charts__note">{t('liveGcNone')}</p> : (
          <>
            <Curve label={t('gcPauses')} x="seconds" format={pauseText} height={110} series={[
              { name: t('gcYoung'), color: '--kind-string', points: spread(curves.youngPauses, samples), hasPointsOnly: true },
              { name: t('gcFull'), color: '--kind-closure', points: spread(curves.fullPauses, samples), hasPointsOnly: true },
            ]} />
            <Strip pauses={pauses} />
          </>
        )}
      </Panel>
    </div>
  );
});

/** With gaps at both ends, so that the axis is that of the other curves. */
function spread(points: readonly Point[], samples: readonly Sample[]): Point[] {
  const [first, last] = [samples[0]?.seconds ?? 0, samples.at(-1)?.seconds ?? 0];
  const inside = points.filter(([x]) => x > first && x < last);
  return first < last ? [[first, null], ...inside, [last, null]] : [...points];
}

function Panel({ title, used, limit, isWide = false, children }: {
  title: string;
  used?: number;
  limit?: number | null;
  isWide?: boolean;
  children: ReactNode;
}) {
  const hasLimit = used !== undefined && limit !== undefined && limit !== null && limit > 0;
  return (
    <section className={isWide ? 'live-charts__panel live-charts__panel--wide' : 'live-charts__panel'}>
      <header className="live-charts__head">
        <h3>{title}</h3>
        {hasLimit && (
          <span className="live-charts__limit" title={`${exactBytes(used)} / ${exactBytes(limit)}`}>
            <span className="live-charts__meter" aria-hidden="true">
              <span style={{ width: `${Math.min(1, used / limit) * 100}%` }} />
            </span>
            {t('liveOfLimit', { used: bytes(used), limit: bytes(limit), share: percent(used / limit) })}
          </span>
        )}
      </header>
      {children}
    </section>
  );
}

/** The latest collections, the newest first. */
function Strip({ pauses }: { pauses: readonly Pause[] }) {
  return (
    <ol className="live-charts__strip" aria-label={t('gcLatest')}>
      {pauses.map(({ seconds, collection }) => (
        <li key={seconds} className={isFull(collection.kind) ? 'live-charts__gc live-charts__gc--full' : 'live-charts__gc'}>
          <span>{kindText(collection.kind)}{collection.isForced && ` (${t('liveForced')})`}</span>
          <span className="number">{pauseText(collection.pauseMs)}</span>
          <span className="number">{freedText(collection)}</span>
        </li>
      ))}
    </ol>
  );
}

function Spaces({ spaces }: { spaces: readonly Space[] }) {
  const most = Math.max(1, ...spaces.map(space => space.sizeBytes));
  return (
    <ul className="live-charts__spaces">
      {spaces.filter(space => space.sizeBytes > 0).toSorted((a, b) => b.sizeBytes - a.sizeBytes).map(({ name, usedBytes, sizeBytes }) => (
        <li key={name} title={t('liveSpaceUsed', { used: exactBytes(usedBytes), size: exactBytes(sizeBytes) })}>
          <span className="live-charts__space"><Untrusted text={name.replace(/_space$/, '').replaceAll('_', ' ')} /></span>
          <span className="live-charts__bar" aria-hidden="true">
            <span className="live-charts__size" style={{ width: `${sizeBytes / most * 100}%` }} />
            <span className="live-charts__used" style={{ width: `${usedBytes / most * 100}%` }} />
          </span>
          <span className="number">{bytes(usedBytes)}</span>
        </li>
      ))}
    </ul>
  );
}
