import { Component, Suspense } from 'react';
import type { ErrorInfo, ReactNode } from 'react';
import type { Session } from '../api/types.ts';
import { Button } from '../components/Button.tsx';
import { Empty } from '../components/Empty.tsx';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { t } from '../i18n/index.ts';
import { filesFor, sourcesOf } from './places.ts';
import { go } from './route.ts';
import type { Route, ViewName } from './route.ts';
import { SourceGate, blocking } from './SourceGate.tsx';
import { viewOf } from './views.tsx';

/** Views that need no source in the address. */
const withoutSource: readonly ViewName[] = ['live', 'history', 'open'];

/** The view of the address, or what keeps it from being shown. */
export function Stage({ route, session }: { route: Route; session: Session }) {
  const View = viewOf[route.view];
  const unknown = route.files.filter(id => !session.sources.some(source => source.id === id));
  const sources = sourcesOf(route.files, session.sources);
  const blockers = sources.filter(blocking);
  const needed = filesFor(route.view, route.files, session);
  if (unknown.length > 0) {
    return (
      <Empty title={t('stageUnknown')}>
        <p>{t('stageUnknownWhy')}</p>
        <Button onClick={() => go({ view: 'open', files: [], selected: null })}>{t('sourceOpen')}</Button>
      </Empty>
    );
  }
  if (needed === null) return <Empty title={t(`viewNeeds_${route.view as 'summary'}`)} />;
  if (needed.length > 0 && sources.length === 0 && !withoutSource.includes(route.view)) {
    return (
      <Empty title={t('sourceNone')}>
        <Button kind="primary" onClick={() => go({ files: needed }, true)}>{t('stageTake')}</Button>
      </Empty>
    );
  }
  if (blockers.length > 0) return <SourceGate sources={blockers} files={route.files} />;
  return (
    <Catcher key={`${route.view}/${route.files.join(',')}`}>
      <Suspense fallback={<p className="app__wait" role="status">{t('commonLoading')}</p>}>
        <View route={route} />
      </Suspense>
    </Catcher>
  );
}

/** A fault in one view leaves the rest of the page usable. */
class Catcher extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error): { error: Error } {
    return { error };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error(error, info.componentStack);
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return <ErrorNote error={t('stageFault', { reason: error.message })} onRetry={() => this.setState({ error: null })} />;
  }
}
