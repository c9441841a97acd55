import { useEffect, useState } from 'react';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { t } from '../i18n/index.ts';
import { Untrusted } from '../text/Untrusted.tsx';
import { DropZone } from './DropZone.tsx';
import { KeyHelp } from './KeyHelp.tsx';
import { Navigation } from './Navigation.tsx';
import { Palette } from './Palette.tsx';
import { Panes } from './Panes.tsx';
import { landing, shownSources, snapshotOf } from './places.ts';
import { go, useRoute } from './route.ts';
import { reloadSession, useSession } from './session.ts';
import { useSettings } from './settings.ts';
import { Stage } from './Stage.tsx';
import { TopBar } from './TopBar.tsx';
import { useKeys } from './useKeys.ts';
import { loadView } from './views.tsx';
import { visible } from '../text/untrusted.ts';
import './App.css';

export function App() {
  const { language } = useSettings();
  // Texts are read as they are drawn: another language draws all of them anew.
  return <Shell key={language} />;
}

function Shell() {
  const route = useRoute();
  const { session, error } = useSession();
  const [dialog, setDialog] = useState<'palette' | 'help' | null>(null);
  useKeys(route, session, setDialog);
  const isNowhere = location.hash.replace(/^#\/?/, '') === '';
  useEffect(() => {
    if (session !== null && isNowhere) go(landing(session), true);
  }, [session, isNowhere]);
  // While a file opens, its view comes, too.
  useEffect(() => loadView(route.view), [route.view]);
  useEffect(() => {
    const name = session === null ? undefined : shownSources(route, session).at(-1)?.name;
    document.title = `${name === undefined ? '' : `${visible(name)} · `}${t(`view_${route.view}`)} · heapwise`;
  }, [session, route]);

  if (session === null || isNowhere) {
    return error === null
      ? <p className="app__wait" role="status">{t('commonLoading')}</p>
      : <main><ErrorNote error={t('appNoServer', { reason: error.message })} onRetry={reloadSession} /></main>;
  }
  const snapshot = snapshotOf(route.files, session.sources, route.parameters.in);
  const hasPanes = snapshot !== null && snapshot.state === 'ready';
  return (
    <div className={`app${hasPanes ? ' app--panes' : ''}`}>
      <a className="app__skip" href="#main" onClick={event => {
        event.preventDefault();
        document.getElementById('main')?.focus();
      }}>
        {t('appSkip')}
      </a>
      <TopBar route={route} session={session} onPalette={() => setDialog('palette')} onHelp={() => setDialog('help')} />
      <Navigation route={route} session={session} />
      <main className="app__main" id="main" tabIndex={-1}>
        <h1 className="visually-hidden">
          {t(`view_${route.view}`)}{snapshot !== null && <> · <Untrusted text={snapshot.name} max={80} /></>}
        </h1>
        <Stage route={route} session={session} />
      </main>
      {hasPanes && <Panes route={route} />}
      <DropZone />
      <Palette isOpen={dialog === 'palette'} onClose={() => setDialog(null)} route={route} session={session}
        onHelp={() => setDialog('help')} />
      <KeyHelp isOpen={dialog === 'help'} onClose={() => setDialog(null)} />
    </div>
  );
}
