import type { LiveState, Sample } from '../../api/types.ts';
import { href } from '../../app/route.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Progress } from '../../components/Progress.tsx';
import { t } from '../../i18n/index.ts';
import { bytes, count, percent } from '../../text/format.ts';
import { fileName } from '../../text/names.ts';
import { Untrusted } from '../../text/Untrusted.tsx';
import { type Fact, Facts } from '../findings/Facts.tsx';
import { Notice } from '../findings/Notice.tsx';
import { pauseText } from '../gclog/gcText.ts';
import { ActionBar } from './ActionBar.tsx';
import { LiveCharts } from './LiveCharts.tsx';
import './LiveProcess.css';
import { useLive } from './useLive.ts';

/** A process while it is watched: figures, what can be done, curves. */
export function LiveProcess({ pid }: { pid: number }) {
  const { state, error, attach } = useLive(pid);
  const last = state?.samples.at(-1);
  return (
    <div className="live">
      <Head pid={pid} state={state} />
      {error !== null && <ErrorNote error={error} onRetry={attach} />}
      {(state?.state === 'ended' || state?.state === 'failed') && (
        <Notice role="status">
          <div className="live__end">
            <span>{t(state.state === 'ended' ? 'liveEnded' : 'liveFailed', { pid })}</span>
            {state.error !== null && <span><Untrusted text={state.error} max={400} /></span>}
            <Button kind="quiet" onClick={attach}>{t('liveRetry')}</Button>
          </div>
        </Notice>
      )}
      {error === null && last === undefined && state?.state !== 'failed' && state?.state !== 'ended' && (
        <Progress label={state?.state === 'watching' ? t('liveWaiting') : t('liveAttaching', { pid })} fraction={null} />
      )}
      {state !== null && last !== undefined && (
        <>
          <Facts facts={figuresOf(last, longestOf(state.samples))} />
          <ActionBar state={state} />
          <LiveCharts samples={state.samples} spaces={state.spaces} />
        </>
      )}
    </div>
  );
}

function Head({ pid, state }: { pid: number; state: LiveState | null }) {
  const script = state?.script == null ? null : fileName(state.script);
  return (
    <header className="live__head">
      <h2>
        <span className={`live__state live__state--${state?.state ?? 'attaching'}`} aria-hidden="true" />
        <Untrusted text={script ?? t('gcHeap', { pid })} max={80} />
      </h2>
      <span className="live__which">
        pid {pid}
        {state?.nodeVersion !== null && state !== null && ` · ${t('liveNode', { version: state.nodeVersion ?? '' })}`}
      </span>
      <a href={href({ view: 'live', files: [], selected: null, parameters: { pid: '' } })} title={t('liveLeaveNote')}>{t('liveOther')}</a>
    </header>
  );
}

function longestOf(samples: readonly Sample[]): number {
  return Math.max(0, ...samples.map(sample => sample.longestPauseMs));
}

function figuresOf(sample: Sample, longestMs: number): Fact[] {
  return [
    { label: t('liveLoop'), value: percent(sample.loopUtilization) },
    { label: t('liveCpu'), value: percent(sample.cpuShare) },
    { label: t('liveAllocation'), value: t('gcPerSecondShort', { bytes: bytes(sample.allocationBytesPerSecond) }) },
    { label: t('liveGcShare'), value: percent(sample.collectionShare) },
    { label: t('liveLongest'), value: longestMs === 0 ? '–' : pauseText(longestMs) },
    { label: t('liveDelay'), value: sample.loopDelayP99Ms === null ? '–' : pauseText(sample.loopDelayP99Ms) },
    { label: t('liveDescriptors'), value: sample.fileDescriptors === null ? '–' : count(sample.fileDescriptors) },
  ];
}
