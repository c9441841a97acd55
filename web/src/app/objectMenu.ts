import type { MenuItem } from '../components/Menu.tsx';
import { t } from '../i18n/index.ts';
import { objectHref, shownFile } from './objects.ts';
import { href } from './route.ts';

/** What the menu of a row with an object offers. */
export function objectMenu(id: number, file = shownFile()): MenuItem[] {
  return [
    ...(['retainers', 'containment', 'dominators'] as const).map(view => ({ label: t(`view_${view}`), href: objectHref(file, id, view) })),
    { label: t('commonCopyId'), onSelect: () => void navigator.clipboard.writeText(`@${id}`) },
  ];
}

/** The same of a row with a class. */
export function classMenu(name: string, key: string): MenuItem[] {
  return [
    { label: t('summaryObjectsOf'), href: href({ view: 'summary', parameters: { list: 'objects', class: key, filter: '' } }) },
    { label: t('view_holders'), href: href({ view: 'holders', parameters: { class: key } }) },
    { label: t('commonCopyName'), onSelect: () => void navigator.clipboard.writeText(name) },
  ];
}
