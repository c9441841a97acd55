import { Button } from '../components/Button.tsx';
import { Menu } from '../components/Menu.tsx';
import type { MenuItem } from '../components/Menu.tsx';
import type { Session, Source } from '../api/types.ts';
import { t } from '../i18n/index.ts';
import { Untrusted } from '../text/Untrusted.tsx';
import { visible } from '../text/untrusted.ts';
import { bytes } from '../text/format.ts';
import { shortName } from '../text/names.ts';
import { isSnapshot, landing, shownSources, sourceKinds } from './places.ts';
import { go } from './route.ts';
import type { Route } from './route.ts';

/** Chooses what is looked at: one snapshot or several, or another source. */
export function SourceMenu({ route, session }: { route: Route; session: Session }) {
  const chosen = shownSources(route, session);
  const last = chosen.at(-1);
  const label = last === undefined
    ? t('sourceNone')
    : <>
      <span className="top-bar__source"><Untrusted text={shortName(last.name)} max={48} /></span>
      {chosen.length > 1 && <span className="top-bar__more">{t('sourceMore', { count: chosen.length - 1 })}</span>}
    </>;
  const items: MenuItem[] = sourceKinds.flatMap(kind => session.sources.filter(source => source.kind === kind).map((source, index) => ({
    label: <Entry source={source} />,
    heading: index === 0 ? t(`sourceKind_${kind}`) : undefined,
    isChecked: chosen.includes(source),
    onSelect: () => go(toggled(source, chosen, route, session)),
  })));
  items.push({ label: t('sourceOpen'), onSelect: () => go({ view: 'open', selected: null }) });
  return <Menu isKeptOpen trigger={<Button className="top-bar__sources" title={t('sourceLabel')}>{label} ▾</Button>} items={items} />;
}

function Entry({ source }: { source: Source }) {
  return (
    <span className="top-bar__entry" title={visible(source.path)}>
      <Untrusted text={shortName(source.name)} max={70} />
      <span className="top-bar__about">
        {source.state === 'ready' || source.state === 'closed' ? source.fileBytes === null ? '' : bytes(source.fileBytes)
          : t(`sourceState_${source.state}`)}
      </span>
    </span>
  );
}

/** Snapshots are added and taken away, in the order in which the session has them; other sources are shown alone. */
function toggled(source: Source, chosen: Source[], route: Route, session: Session) {
  const { id } = source;
  if (!isSnapshot(source)) return landing(session, [source.id]);
  const snapshots = chosen.filter(isSnapshot);
  const ids = new Set(snapshots.map(snapshot => snapshot.id));
  if (ids.has(id) && ids.size > 1) ids.delete(id);
  else ids.add(id);
  const files = session.sources.filter(other => ids.has(other.id)).map(other => other.id);
  const isShown = snapshots.length > 0 && (route.view !== 'comparison' || files.length > 1);
  return isShown ? { files, selected: files.at(-1) === route.files.at(-1) ? route.selected : null } : landing(session, files);
}
