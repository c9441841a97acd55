import { useEffect, useRef, useState } from 'react';
import { get } from '../api/client.ts';
import type { ProcessRow } from '../api/types.ts';
import { filesFor } from '../app/places.ts';
import { href } from '../app/route.ts';
import type { RouteChange, ViewProps } from '../app/route.ts';
import { useSession } from '../app/session.ts';
import { sendFiles } from '../app/upload.ts';
import { useData } from '../app/useData.ts';
import { Button } from '../components/Button.tsx';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { t } from '../i18n/index.ts';
import { Untrusted } from '../text/Untrusted.tsx';
import { visible } from '../text/untrusted.ts';
import { bytes, duration } from '../text/format.ts';
import { OpenSources } from './OpenSources.tsx';
import './OpenView.css';

/** Where nothing is chosen yet: what is open, files to open, processes to watch. */
export function OpenView(_: ViewProps) {
  const { session } = useSession();
  const input = useRef<HTMLInputElement>(null);
  const compared = session === null ? null : filesFor('comparison', [], session);
  return (
    <div className="open">
      <section className="open__drop" aria-label={t('openTitle')}>
        <h2 className="open__title">{t('openTitle')}</h2>
        <p className="open__text">{t('openDrop')}</p>
        <Button kind="primary" onClick={() => input.current?.click()}>{t('openChoose')}</Button>
        <p className="open__quiet">{t('openLocal')}</p>
        <input ref={input} type="file" multiple hidden aria-label={t('openChoose')}
          onChange={event => void sendFiles([...event.target.files ?? []])} />
      </section>
      {session !== null && session.sources.length > 0 && (
        <section className="open__part" aria-label={t('openSources')}>
          <div className="open__head">
            <h2 className="open__title">{t('openSources')}</h2>
            {compared !== null && <a className="open__link" href={href({ view: 'comparison', files: compared })}>{t('openCompare')}</a>}
          </div>
          <OpenSources session={session} />
        </section>
      )}
      <Processes />
    </div>
  );
}

/** Node processes on this machine; the list follows them every five seconds while the page is looked at. */
function Processes() {
  const [round, setRound] = useState(0);
  const { data, error, reload } = useData(`processes ${round}`, signal => get<ProcessRow[]>('processes', {}, signal));
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) setRound(value => value + 1);
    }, 5000);
    return () => clearInterval(timer);
  }, []);
  return (
    <section className="open__part" aria-label={t('openProcesses')}>
      <h2 className="open__title">{t('openProcesses')}</h2>
      {error !== null && <ErrorNote error={error} onRetry={reload} />}
      {data !== null && data.length === 0 && <p className="open__quiet">{t('openNoProcesses')}</p>}
      {data !== null && data.length > 0 && (
        <ul className="open__list">
          {data.map(process => <Process key={process.pid} process={process} />)}
        </ul>
      )}
    </section>
  );
}

function Process({ process }: { process: ProcessRow }) {
  const watch: RouteChange = { view: 'live', files: [], selected: null, parameters: { pid: String(process.pid) } };
  return (
    <li className="open__row">
      <span className="open__name" title={visible(process.command)}>
        <Untrusted text={process.script ?? process.command} max={80} />
        {!process.canAttach && process.obstacle !== null && (
          <span className="open__obstacle"><Untrusted text={process.obstacle} max={300} /></span>
        )}
      </span>
      <span className="open__quiet number">{process.pid}</span>
      <span className="open__quiet">Node {process.version.replace(/^v/, '')}</span>
      <span className="open__quiet">{t('openAge', { age: duration(process.ageSeconds * 1000) })}</span>
      <span className="number">{bytes(process.rssBytes)}</span>
      {process.canAttach
        ? (
          <a className="button button--plain" href={href(watch)}>{t('openWatch')}</a>
        )
        : <span />}
    </li>
  );
}
