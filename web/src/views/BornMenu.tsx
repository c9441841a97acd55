import type { Source } from '../api/types.ts';
import { go } from '../app/route.ts';
import { Button } from '../components/Button.tsx';
import { Menu } from '../components/Menu.tsx';
import type { MenuItem } from '../components/Menu.tsx';
import { t } from '../i18n/index.ts';
import { distinctNames } from '../text/names.ts';
import { cut, isolated } from '../text/untrusted.ts';

/** Limits the objects to those that were allocated between two snapshots, or in a stretch of a recording. */
export function BornMenu({ snapshots, after, before, from, to }: {
  snapshots: readonly Source[];
  after: string;
  before: string;
  from: string;
  to: string;
}) {
  if (from !== '' || to !== '') {
    return (
      <span className="view__chip">
        {t('summaryIds', { from, to })}
        <Button kind="quiet" onClick={() => go({ parameters: { from: '', to: '' } })}>{t('summaryIdsClear')}</Button>
      </span>
    );
  }
  if (snapshots.length < 2) return null;
  const names = distinctNames(snapshots.map(source => source.name));
  const text = (since: string, until: string, length: number) => {
    const name = (id: string) => isolated(cut(names[snapshots.findIndex(source => source.id === id)] ?? id, length));
    if (since === '') return until === '' ? t('summaryAllTime') : t('summaryBefore', { name: name(until) });
    return t('summaryBetween', { from: name(since), to: name(until === '' ? snapshots.at(-1)?.id ?? '' : until) });
  };
  const item = (since: string, until: string): MenuItem => ({
    label: text(since, until, 60),
    isChecked: since === after && until === before,
    onSelect: () => go({ parameters: { after: since, before: until } }, true),
  });
  const items = [item('', ''), item('', snapshots[0]?.id ?? '')];
  for (const [index, source] of snapshots.slice(0, -1).entries()) {
    const next = snapshots[index + 1];
    // The last snapshot is the one that is looked at: nothing in it is younger.
    items.push(item(source.id, index + 2 === snapshots.length ? '' : next?.id ?? ''));
  }
  return <Menu trigger={<Button title={t('summaryBorn')}>{text(after, before, 16)} ▾</Button>} items={items} />;
}
