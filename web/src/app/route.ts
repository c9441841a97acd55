import { useSyncExternalStore } from 'react';

/** The address is a place: `#/view/source,source?sel=123&…`. Every view reads what it shows from it, and writes what a person chooses. */
export const views = [
  'findings', 'summary', 'comparison', 'containment', 'dominators', 'retainers', 'statistics', 'strings', 'contexts', 'holders',
  'allocation', 'gclog', 'live', 'history', 'open',
] as const;

export type ViewName = (typeof views)[number];

export interface Route {
  view: ViewName;
  /** Ids of sources; views of one snapshot take the last. */
  files: readonly string[];
  /** The selected object, by V8's id. */
  selected: number | null;
  /** What else the view keeps in the address: sort, order, filter, cuts, root of a treemap, … */
  parameters: Readonly<Record<string, string>>;
}

export interface ViewProps {
  route: Route;
}

export function parse(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [view = '', files = ''] = path.split('/', 2);
  const parameters = Object.fromEntries(new URLSearchParams(search));
  const { sel, ...rest } = parameters;
  return {
    view: (views as readonly string[]).includes(view) ? view as ViewName : 'open',
    files: decodeURIComponent(files).split(',').filter(id => id !== ''),
    selected: sel !== undefined && /^\d+$/.test(sel) ? Number(sel) : null,
    parameters: rest,
  };
}

export function format(route: Route): string {
  const search = new URLSearchParams();
  if (route.selected !== null) search.set('sel', String(route.selected));
  for (const [name, value] of Object.entries(route.parameters)) if (value !== '') search.set(name, value);
  const text = search.toString();
  return `#/${route.view}${route.files.length > 0 ? `/${route.files.join(',')}` : ''}${text === '' ? '' : `?${text}`}`;
}

/** A part of the route that changes; parameters are merged, '' removes one. A change of view drops the parameters. */
export interface RouteChange {
  view?: ViewName;
  files?: readonly string[];
  selected?: number | null;
  parameters?: Record<string, string>;
}

export function changed(route: Route, change: RouteChange): Route {
  const isOtherView = change.view !== undefined && change.view !== route.view;
  return {
    view: change.view ?? route.view,
    files: change.files ?? route.files,
    selected: change.selected === undefined ? route.selected : change.selected,
    parameters: { ...(isOtherView ? {} : route.parameters), ...change.parameters },
  };
}

let known = { hash: '', route: parse('') };

/** Where the page is now; the same object until the address changes. */
export function currentRoute(): Route {
  const { hash } = location;
  if (known.hash !== hash) known = { hash, route: parse(hash) };
  return known.route;
}

/** Goes there; with `replace`, without a new entry for the back button (for selections and filters as they are typed). */
export function go(change: RouteChange, replace = false): void {
  const hash = format(changed(currentRoute(), change));
  if (hash === location.hash) return;
  if (replace) {
    history.replaceState(null, '', hash);
    dispatchEvent(new HashChangeEvent('hashchange'));
  } else location.hash = hash;
}

/** The address of a place, for links that open beside. */
export function href(change: RouteChange): string {
  return format(changed(currentRoute(), change));
}

export function useRoute(): Route {
  return useSyncExternalStore(
    listener => {
      addEventListener('hashchange', listener);
      return () => removeEventListener('hashchange', listener);
    },
    currentRoute,
  );
}
