import { useState } from 'react';
import type { LiveState } from '../../api/types.ts';
import { href } from '../../app/route.ts';
import { useSession } from '../../app/session.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Progress } from '../../components/Progress.tsx';
import { t } from '../../i18n/index.ts';
import { pauseText } from '../gclog/gcText.ts';
import { bytes, signedBytes } from '../../text/format.ts';
import { Untrusted } from '../../text/Untrusted.tsx';
import { visible } from '../../text/untrusted.ts';
import './ActionBar.css';
import { CostDialog } from './CostDialog.tsx';
import { type Actions, useActions } from './useActions.ts';

const sampleChoices = [10, 30, 60, 120];
const apartChoices = [10, 30, 60, 300];

/** The actions on the process, their progress and their results. */
export function ActionBar({ state }: { state: LiveState }) {
  const actions = useActions(state.pid);
  const [seconds, setSeconds] = useState(10);
  const [apart, setApart] = useState(30);
  const isIdle = actions.step === null && state.activity === null && state.state === 'watching';
  return (
    <section className="actions" aria-label={t('liveActions')}>
      <div className="actions__row">
        <Button disabled={!isIdle} onClick={actions.collect}>{t('liveCollect')}</Button>
        <Button disabled={!isIdle} onClick={() => actions.snapshot(null)}>{t('liveSnapshot')}</Button>
        <span className="actions__pair">
          <Button kind="primary" disabled={!isIdle} onClick={() => actions.snapshot(apart)}>{t('liveCompare')}</Button>
          <Choice value={apart} choices={apartChoices} onChange={setApart} text={value => t('liveApart', { seconds: value })} />
        </span>
        <span className="actions__pair">
          <Button disabled={!isIdle} onClick={() => actions.sample(seconds)}>{t('liveSample')}</Button>
          <Choice value={seconds} choices={sampleChoices} onChange={setSeconds} text={value => t('liveFor', { seconds: value })} />
        </span>
      </div>
      <div className="actions__status">
        <Underway state={state} actions={actions} />
        <Results state={state} />
      </div>
      {actions.error !== null && <ErrorNote error={actions.error} />}
      <CostDialog asked={actions.asked} onAccept={actions.confirm} onCancel={actions.cancel} />
    </section>
  );
}

function Choice({ value, choices, text, onChange }: {
  value: number;
  choices: readonly number[];
  text(value: number): string;
  onChange(value: number): void;
}) {
  return (
    <select className="actions__choice" aria-label={t('liveSeconds')} value={value}
      onChange={event => onChange(Number(event.target.value))}>
      {choices.map(choice => <option key={choice} value={choice}>{text(choice)}</option>)}
    </select>
  );
}

function Underway({ state: { activity }, actions }: { state: LiveState; actions: Actions }) {
  const label = labelOf(actions) ?? (activity === null ? null : visible(activity.text));
  if (label === null) return null;
  const canStop = actions.step === 'between';
  return (
    <div className="actions__underway">
      <Progress label={label} fraction={canStop ? actions.waited : activity?.fraction ?? null} />
      {canStop && <Button kind="quiet" onClick={actions.cancel}>{t('liveCancel')}</Button>}
    </div>
  );
}

function labelOf({ step, secondsLeft }: Actions): string | null {
  switch (step) {
    case 'estimate': return t('liveEstimating');
    case 'first': return t('liveFirst');
    case 'between': return t('liveBetween', { seconds: secondsLeft });
    case 'second': return t('liveSecond');
    default: return null;
  }
}

function Results({ state }: { state: LiveState }) {
  const { collection: forced, taken } = state;
  const { session } = useSession();
  const sources = taken.flatMap(id => session?.sources.find(source => source.id === id) ?? []);
  const snapshots = sources.filter(({ kind }) => kind === 'snapshot').map(({ id }) => id);
  if (forced === null && taken.length === 0) return null;
  return (
    <div className="actions__results">
      {forced !== null && (
        <span>
          {t('liveCollected', {
            before: bytes(forced.beforeBytes), after: bytes(forced.afterBytes),
            freed: `${signedBytes(forced.afterBytes - forced.beforeBytes)}, ${pauseText(forced.pauseMs)}`,
          })}
        </span>
      )}
      {taken.length > 0 && (
        <span>
          {t('liveTaken')}:
          {sources.map(({ id, kind, name }) => (
            <a key={id} href={href({ view: kind === 'profile' ? 'allocation' : 'findings', files: [id], selected: null })}>
              <Untrusted text={name} max={40} />
            </a>
          ))}
          {snapshots.length > 1 && (
            <a href={href({ view: 'findings', files: snapshots, selected: null })}>{t('liveTakenAll', { count: snapshots.length })}</a>
          )}
        </span>
      )}
    </div>
  );
}
