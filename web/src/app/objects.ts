import { currentRoute, href } from './route.ts';
import type { RouteChange, ViewName } from './route.ts';

/**
 * What to change in the address to select an object of a snapshot, in this view or another. Views of one snapshot show the last file
 * unless `in` names another.
 */
export function objectChange(file: string, id: number, view?: ViewName): RouteChange {
  const { files } = currentRoute();
  const root: Record<string, string> = view === 'containment' || view === 'dominators' ? { root: String(id) } : {};
  return {
    selected: id,
    ...(files.includes(file) ? {} : { files: [file] }),
    ...(view === undefined ? {} : { view }),
    parameters: { in: files.includes(file) && files.at(-1) !== file ? file : '', ...root },
  };
}

/** The address of an object of a snapshot, for links: its retainers, or another view of it. */
export function objectHref(file: string, id: number, view: ViewName = 'retainers'): string {
  return href(objectChange(file, id, view));
}

/** The snapshot that is shown: the one that the address names, else the last. */
export function shownFile(): string {
  const { files, parameters } = currentRoute();
  return parameters.in ?? files.at(-1) ?? '';
}
