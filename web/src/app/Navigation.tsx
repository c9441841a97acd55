import type { Session } from '../api/types.ts';
import { t } from '../i18n/index.ts';
import { filesFor, groups } from './places.ts';
import { href } from './route.ts';
import type { Route } from './route.ts';
import './Navigation.css';

/** The views in groups; those that no open source makes possible are listed but cannot be chosen, and say why. */
export function Navigation({ route, session }: { route: Route; session: Session }) {
  return (
    <nav className="navigation" aria-label={t('navLabel')}>
      {groups.map(group => (
        <div key={group.id} className="navigation__group">
          {group.places.length > 1 && <h2 className="navigation__heading">{t(`navGroup_${group.id}`)}</h2>}
          <ul>
            {group.places.map(({ view, digit }) => {
              const files = filesFor(view, route.files, session);
              const text = <><span>{t(`view_${view}`)}</span>{digit !== null && <kbd className="navigation__key">{digit}</kbd>}</>;
              return (
                <li key={view}>
                  {files === null
                    ? (
                      <span className="navigation__item navigation__item--off" aria-disabled="true" title={t(`viewNeeds_${view}`)}>
                        {text}
                      </span>
                    )
                    : (
                      <a className="navigation__item" href={href({ view, files })} aria-current={route.view === view ? 'page' : undefined}>
                        {text}
                      </a>
                    )}
                </li>
              );
            })}
          </ul>
        </div>
      ))}
    </nav>
  );
}
