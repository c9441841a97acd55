import { useState } from 'react';
import { Button } from '../components/Button.tsx';
import { Menu } from '../components/Menu.tsx';
import type { Session } from '../api/types.ts';
import { language, t } from '../i18n/index.ts';
import { groups, filesFor } from './places.ts';
import { go, href } from './route.ts';
import type { Route } from './route.ts';
import { changeSettings, useSettings } from './settings.ts';
import type { Theme } from './settings.ts';
import { SourceMenu } from './SourceMenu.tsx';
import { Trend } from './Trend.tsx';
import './TopBar.css';

const themes: readonly Theme[] = ['light', 'dark', 'system'];

/** Above everything: what is open, the way to an object, and how the page looks. */
export function TopBar({ route, session, onPalette, onHelp }: {
  route: Route;
  session: Session;
  onPalette(): void;
  onHelp(): void;
}) {
  const settings = useSettings();
  return (
    <header className="top-bar">
      <a className="top-bar__mark" href={href({ view: 'open', selected: null })} title={t('topHome')}>
        <img src="/icon.svg" alt="" width="20" height="20" />
        <span className="top-bar__name">heapwise</span>
      </a>
      <span className="top-bar__places">
        <Menu trigger={<Button title={t('navLabel')}>☰ {t(`view_${route.view}`)}</Button>}
          items={groups.flatMap(group => group.places.map(({ view }, index) => {
            const files = filesFor(view, route.files, session);
            return {
              label: t(`view_${view}`),
              heading: index === 0 && group.places.length > 1 ? t(`navGroup_${group.id}`) : undefined,
              isDisabled: files === null,
              onSelect: () => go({ view, files: files ?? [] }),
            };
          }))} />
      </span>
      <SourceMenu route={route} session={session} />
      <Trend route={route} session={session} />
      <span className="top-bar__space" />
      <Search route={route} session={session} />
      <Button kind="quiet" className="top-bar__wide" onClick={onPalette} title={t('topPalette')}>
        {t('topCommands')} <kbd className="top-bar__key">Ctrl K</kbd>
      </Button>
      <Menu align="end" trigger={<Button kind="quiet" aria-label={t('topTheme')} title={t('topTheme')}>◐</Button>}
        items={themes.map(theme => ({
          label: t(`theme_${theme}`), isChecked: settings.theme === theme, onSelect: () => changeSettings({ theme }),
        }))} />
      <Button kind="quiet" lang={language() === 'en' ? 'zh' : 'en'} title={t('topLanguage')}
        onClick={() => changeSettings({ language: language() === 'en' ? 'zh' : 'en' })}>
        {language() === 'en' ? '中文' : 'English'}
      </Button>
      <Button kind="quiet" className="top-bar__wide" aria-label={t('topHelp')} title={t('topHelp')} onClick={onHelp}>?</Button>
    </header>
  );
}

/** `@id` selects the object; other text filters the classes. */
function Search({ route, session }: { route: Route; session: Session }) {
  const [text, setText] = useState('');
  const files = filesFor('summary', route.files, session);
  if (files === null) return null;
  return (
    <form className="top-bar__search" role="search"
      onSubmit={event => {
        event.preventDefault();
        const id = /^@?(\d+)$/.exec(text.trim())?.[1];
        if (id !== undefined) go(route.files.length > 0 ? { selected: Number(id) } : { view: 'retainers', files, selected: Number(id) });
        else if (text.trim() !== '') go({ view: 'summary', files, parameters: { filter: text.trim() } });
        setText('');
      }}>
      <input className="top-bar__input" type="search" value={text} aria-label={t('topSearchLabel')} placeholder={t('topSearch')}
        title={t('topSearchLabel')} spellCheck={false} autoComplete="off" onChange={event => setText(event.target.value)} />
    </form>
  );
}
