import { useEffect, useRef, useState } from 'react';
import { get } from '../api/client.ts';
import type { StringPart } from '../api/types.ts';
import { Button } from '../components/Button.tsx';
import { CopyButton } from '../components/CopyButton.tsx';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { t } from '../i18n/index.ts';
import { fault } from '../text/fault.ts';
import { count } from '../text/format.ts';
import { visible } from '../text/untrusted.ts';

const partLength = 10_000;

/** The contents of a string, a part at a time. */
export function StringText({ file, id }: { file: string; id: number }) {
  const [text, setText] = useState('');
  const [latest, setLatest] = useState<StringPart | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const [isLoading, setIsLoading] = useState(false);
  const stop = useRef<AbortController>(undefined);
  const load = (offset: number) => {
    stop.current?.abort();
    const { signal } = stop.current = new AbortController();
    setIsLoading(true);
    get<StringPart>(`snapshots/${file}/objects/${id}/string`, { offset, limit: partLength }, signal).then(
      part => {
        setText(known => (offset === 0 ? part.text : known + part.text));
        setLatest(part);
        setError(null);
        setIsLoading(false);
      },
      (thrown: unknown) => {
        if (signal.aborted) return;
        setError(fault(thrown));
        setIsLoading(false);
      });
  };
  useEffect(() => {
    load(0);
    return () => stop.current?.abort();
  }, [file, id]);
  if (error !== null) return <ErrorNote error={error} onRetry={() => load(text.length)} />;
  if (latest === null) return <p className="object-pane__quiet">{t('commonLoading')}</p>;
  const { available, length, isCut } = latest;
  return (
    <section className="object-pane__part">
      <h3 className="object-pane__label">
        {t('objectText')} · {t('objectTextLength', { shown: count(text.length), length: count(length ?? available) })}
      </h3>
      {isCut && (
        <p className="object-pane__cut">
          {length === null || length === available
            ? t('objectTextCutUnknown', { available: count(available) })
            : t('objectTextCut', { available: count(available), length: count(length) })}
        </p>
      )}
      <pre className="object-pane__string" tabIndex={0}><bdi>{visible(text, true)}</bdi></pre>
      {text.length < available && (
        <Button kind="quiet" disabled={isLoading} onClick={() => load(text.length)}>{t('objectTextMore')}</Button>
      )}
      <CopyButton text={text} label={t('objectCopyText')} />
    </section>
  );
}
