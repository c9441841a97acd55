import type { Session, Source, SourceKind } from '../api/types.ts';
import type { Route, RouteChange, ViewName } from './route.ts';

// Which views the open sources make possible, and with which files.

export interface Place {
  view: ViewName;
  /** The key that goes there, by its position on the keyboard. */
  digit: string | null;
}

export const groups: readonly { id: 'findings' | 'explore' | 'record' | 'watch'; places: readonly Place[] }[] = [
  { id: 'findings', places: [{ view: 'findings', digit: '1' }] },
  {
    id: 'explore',
    places: [
      { view: 'summary', digit: '2' }, { view: 'comparison', digit: '3' }, { view: 'containment', digit: '4' },
      { view: 'dominators', digit: '5' }, { view: 'retainers', digit: '6' }, { view: 'statistics', digit: '7' },
      { view: 'strings', digit: '8' }, { view: 'contexts', digit: '9' }, { view: 'holders', digit: null },
    ],
  },
  { id: 'record', places: [{ view: 'allocation', digit: null }, { view: 'gclog', digit: null }] },
  { id: 'watch', places: [{ view: 'live', digit: null }, { view: 'history', digit: null }] },
];

export const places: readonly Place[] = groups.flatMap(group => group.places);

/** In the order in which sources are listed. */
export const sourceKinds: readonly SourceKind[] = ['snapshot', 'timeline', 'diagnosis', 'profile', 'gclog', 'process', 'history'];

const snapshotKinds: readonly SourceKind[] = ['snapshot', 'timeline'];

export function isSnapshot({ kind }: Source): boolean {
  return snapshotKinds.includes(kind);
}

/** The sources with these ids, in the order of the ids; unknown ids are left out. */
export function sourcesOf(ids: readonly string[], sources: readonly Source[]): Source[] {
  return ids.flatMap(id => sources.find(source => source.id === id) ?? []);
}

/** The sources that the page shows. The address need not name the history, and it can name a process by its pid. */
export function shownSources({ view, files, parameters }: Route, { sources, historyId }: Session): Source[] {
  if (view === 'history' && files.length === 0) return sources.filter(({ id }) => id === historyId);
  if (view === 'live' && files.length === 0) return sources.filter(({ pid }) => pid !== null && String(pid) === parameters.pid);
  return sourcesOf(files, sources);
}

/** The files with which a view can be shown: those of the address where they fit, else of the session. Null: it cannot. */
export function filesFor(view: ViewName, files: readonly string[], session: Session): readonly string[] | null {
  const { sources } = session;
  const current = sourcesOf(files, sources);
  const pick = (kinds: readonly SourceKind[], all: boolean): readonly string[] | null => {
    const fits = (source: Source) => kinds.includes(source.kind);
    const chosen = current.filter(fits);
    if (chosen.length > 0) return chosen.map(source => source.id);
    const others = sources.filter(source => fits(source) && source.state !== 'failed').map(source => source.id);
    return others.length === 0 ? null : all ? others : others.slice(-1);
  };
  switch (view) {
    case 'findings':
      return pick(['diagnosis'], false) !== null && current.some(source => source.kind === 'diagnosis')
        ? pick(['diagnosis'], false)
        : pick(snapshotKinds, true) ?? pick(['diagnosis'], false);
    case 'comparison': {
      const chosen = pick(snapshotKinds, true);
      if (chosen !== null && chosen.length > 1) return chosen;
      const all = sources.filter(source => isSnapshot(source) && source.state !== 'failed').map(source => source.id);
      return all.length > 1 ? all : null;
    }
    case 'allocation':
      return pick(['profile', 'timeline'], false);
    case 'gclog':
      return pick(['gclog'], false);
    case 'live':
      return pick(['process'], false) ?? [];
    case 'history':
      return session.historyId === null ? null : [session.historyId];
    case 'open':
      return [];
    default:
      return pick(snapshotKinds, true);
  }
}

/** Where the page begins: at the findings if there is a heap to look at, else at what there is. */
export function landing(session: Session, files: readonly string[] = []): RouteChange {
  const kinds = new Set((files.length > 0 ? session.sources.filter(source => files.includes(source.id)) : session.sources)
    .map(source => source.kind));
  const view = (['findings', 'allocation', 'gclog', 'live', 'history'] as const).find(name => {
    if (name === 'findings') return kinds.has('snapshot') || kinds.has('diagnosis') || kinds.has('timeline');
    if (name === 'allocation') return kinds.has('profile');
    if (name === 'gclog') return kinds.has('gclog');
    return name === 'live' ? kinds.has('process') : session.historyId !== null;
  }) ?? 'open';
  return { view, files: filesFor(view, files, session) ?? [], selected: null };
}

/** The snapshot that a selection is of: the one that the address names, else the last. */
export function snapshotOf(files: readonly string[], sources: readonly Source[], named?: string): Source | null {
  const snapshots = sourcesOf(files, sources).filter(isSnapshot);
  return snapshots.find(source => source.id === named) ?? snapshots.at(-1) ?? null;
}
