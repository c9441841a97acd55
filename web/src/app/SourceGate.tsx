import { useEffect } from 'react';
import type { Source } from '../api/types.ts';
import { Button } from '../components/Button.tsx';
import { Progress } from '../components/Progress.tsx';
import { t } from '../i18n/index.ts';
import type { Text } from '../i18n/index.ts';
import { Untrusted } from '../text/Untrusted.tsx';
import { bytes } from '../text/format.ts';
import { go } from './route.ts';
import { cancelSource, openSource } from './session.ts';
import './SourceGate.css';

/** A source whose content a view needs and that is not ready. */
export function blocking(source: Source): boolean {
  return source.state !== 'ready' && source.kind !== 'process' && source.kind !== 'history';
}

const cancelled = new Set<string>();

/** Shows how far the sources are that a view waits for, and what can be done about those that failed. */
export function SourceGate({ sources, files }: { sources: readonly Source[]; files: readonly string[] }) {
  const isAsleep = ({ id, state }: Source) => (state === 'waiting' || state === 'closed') && !cancelled.has(id);
  const asleep = sources.filter(isAsleep).map(({ id }) => id).join();
  useEffect(() => {
    for (const id of asleep.split(',')) if (id !== '') void openSource(id).catch(() => {});
  }, [asleep]);
  return (
    <div className="source-gate">
      {sources.map(source => <Gate key={source.id} source={source} files={files} />)}
    </div>
  );
}

function Gate({ source, files }: { source: Source; files: readonly string[] }) {
  const others = files.filter(id => id !== source.id);
  const reopen = () => {
    cancelled.delete(source.id);
    void openSource(source.id).catch(() => {});
  };
  const cancel = () => {
    cancelled.add(source.id);
    void cancelSource(source.id).catch(() => {});
  };
  return (
    <section className="source-gate__card" aria-label={t(`sourceState_${source.state}`)}>
      <h2 className="source-gate__name">
        <Untrusted text={source.name} max={120} />
        {source.fileBytes !== null && <span className="source-gate__size">{bytes(source.fileBytes)}</span>}
      </h2>
      {source.state === 'failed' && (
        <>
          <p className="source-gate__error" role="alert">
            {source.error === null ? t('gateNoReason') : <Untrusted text={source.error} max={2000} />}
          </p>
          <div className="source-gate__actions">
            <Button onClick={reopen}>{t('commonRetry')}</Button>
            {others.length > 0 && <Button onClick={() => go({ files: others, selected: null })}>{t('gateWithout')}</Button>}
          </div>
        </>
      )}
      {(source.state === 'opening' || source.state === 'waiting') && (
        <>
          <Progress label={phaseText(source)} fraction={source.state === 'opening' ? source.fraction : null} />
          <div><Button onClick={cancel}>{t('commonCancel')}</Button></div>
        </>
      )}
      {source.state === 'closed' && (
        <>
          <p className="source-gate__help">{t('gateClosed')}</p>
          <div><Button kind="primary" onClick={reopen}>{t('gateOpen')}</Button></div>
        </>
      )}
    </section>
  );
}

function phaseText({ phase, state }: Source): string {
  if (state === 'waiting' || phase === null) return t(`sourceState_${state}`);
  const key = `phase_${phase.replaceAll(/\W+/g, '_')}` as keyof Text;
  const text = t(key) as string | undefined;
  return text ?? phase;
}
