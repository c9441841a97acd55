import { useEffect, useState } from 'react';
import { Button } from '../components/Button.tsx';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { Progress } from '../components/Progress.tsx';
import { t } from '../i18n/index.ts';
import { isolated } from '../text/untrusted.ts';
import { dismissErrors, sendFiles, useUploads } from './upload.ts';
import './DropZone.css';

/** Files may be dropped anywhere: they are sent to the server and shown. */
export function DropZone() {
  const [isOver, setIsOver] = useState(false);
  const { sending, errors } = useUploads();
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
    addEventListener('dragover', event => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setIsOver(true);
    }, { signal });
    addEventListener('dragleave', event => {
      // Only leaving the window has nowhere to go to.
      if (event.relatedTarget === null) setIsOver(false);
    }, { signal });
    addEventListener('drop', event => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setIsOver(false);
      void sendFiles([...event.dataTransfer?.files ?? []]);
    }, { signal });
    return () => stop.abort();
  }, []);
  const [first] = sending;
  return (
    <>
      {isOver && <div className="drop-zone"><p className="drop-zone__text">{t('dropHere')}</p></div>}
      {(first !== undefined || errors.length > 0) && (
        <div className="drop-zone__notes" role="status">
          {first !== undefined && <Progress label={t('dropSending', { name: isolated(first) })} fraction={null} />}
          {errors.map(error => <ErrorNote key={error} error={error} />)}
          {errors.length > 0 && <Button kind="quiet" onClick={dismissErrors}>{t('commonClose')}</Button>}
        </div>
      )}
    </>
  );
}
