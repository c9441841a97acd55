import { useId, useState } from 'react';
import type { Session } from '../api/types.ts';
import { Modal } from '../components/Dialog.tsx';
import { t } from '../i18n/index.ts';
import { visible } from '../text/untrusted.ts';
import { matching, objectId } from './commands.ts';
import type { Command } from './commands.ts';
import { filesFor, landing, places } from './places.ts';
import { go } from './route.ts';
import type { Route } from './route.ts';
import { changeSettings } from './settings.ts';
import './Palette.css';

interface PaletteProps {
  isOpen: boolean;
  onClose(): void;
  route: Route;
  session: Session;
  onHelp(): void;
}

/** Everything that can be gone to or done, found by typing. */
export function Palette(props: PaletteProps) {
  return (
    <Modal isOpen={props.isOpen} onClose={props.onClose} className="palette" label={t('topPalette')}>
      <Finder {...props} />
    </Modal>
  );
}

function Finder({ onClose, route, session, onHelp }: PaletteProps) {
  const id = useId();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(0);
  const object = objectId(typed);
  const snapshots = filesFor('summary', route.files, session);
  const found = matching(commands(route, session, onHelp), typed);
  if (object !== null && snapshots !== null) {
    found.unshift({
      id: 'object', text: t('paletteObject', { id: object }), run: () => go({ view: 'retainers', files: snapshots, selected: object }),
    });
  } else if (typed.trim() !== '' && snapshots !== null) {
    found.push({
      id: 'classes',
      text: t('paletteClasses', { text: typed.trim() }),
      run: () => go({ view: 'summary', files: snapshots, parameters: { filter: typed.trim() } }),
    });
  }
  const current = Math.min(chosen, Math.max(0, found.length - 1));
  const run = (command: Command | undefined) => {
    if (command === undefined) return;
    onClose();
    command.run();
  };
  return (
    <>
      <input className="palette__input" role="combobox" aria-expanded="true" aria-controls={`${id}-list`} aria-label={t('topPalette')}
        aria-activedescendant={found.length > 0 ? `${id}-${current}` : undefined} placeholder={t('palettePlaceholder')} value={typed}
        spellCheck={false} autoComplete="off" autoFocus
        onChange={event => {
          setTyped(event.target.value);
          setChosen(0);
        }}
        onKeyDown={event => {
          const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
          if (step !== 0) {
            event.preventDefault();
            const next = (current + step + found.length) % Math.max(1, found.length);
            setChosen(next);
            document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' });
          } else if (event.key === 'Enter') run(found[current]);
        }} />
      <ul className="palette__list" role="listbox" id={`${id}-list`} aria-label={t('topPalette')}>
        {found.map((command, index) => (
          <li key={command.id} id={`${id}-${index}`} className="palette__item" role="option" aria-selected={index === current}
            onMouseMove={() => setChosen(index)} onClick={() => run(command)}>
            <bdi>{command.text}</bdi>
            {command.hint !== undefined && <span className="palette__hint">{command.hint}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}

function commands(route: Route, session: Session, onHelp: () => void): Command[] {
  const list: Command[] = places.flatMap(({ view, digit }) => {
    const files = filesFor(view, route.files, session);
    return files === null ? [] : [{
      id: view, text: t(`view_${view}`), words: view, hint: digit ?? undefined, run: () => go({ view, files }),
    }];
  });
  for (const source of session.sources) {
    list.push({
      id: `source ${source.id}`,
      text: t('paletteSource', { name: visible(source.name) }),
      hint: t(`sourceKind_${source.kind}`),
      run: () => go(landing(session, [source.id])),
    });
  }
  const snapshots = session.sources.filter(source => source.kind === 'snapshot').map(source => source.id);
  if (snapshots.length > 1) list.push({ id: 'all', text: t('paletteAll'), run: () => go({ view: 'comparison', files: snapshots }) });
  return [
    ...list,
    { id: 'open', text: t('sourceOpen'), run: () => go({ view: 'open', selected: null }) },
    { id: 'link', text: t('paletteLink'), run: () => void navigator.clipboard.writeText(location.href) },
    ...(['light', 'dark', 'system'] as const).map(theme => ({
      id: theme, text: `${t('topTheme')}: ${t(`theme_${theme}`)}`, words: 'theme', run: () => changeSettings({ theme }),
    })),
    { id: 'en', text: 'English', words: 'language', run: () => changeSettings({ language: 'en' }) },
    { id: 'zh', text: '中文', words: 'language chinese zhongwen', run: () => changeSettings({ language: 'zh' }) },
    { id: 'help', text: t('topHelp'), hint: '?', run: onHelp },
  ];
}
