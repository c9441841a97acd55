import type { Source } from '../api/types.ts';
import { go } from '../app/route.ts';
import { Button } from '../components/Button.tsx';
import { Menu } from '../components/Menu.tsx';
import { Segments } from '../components/Segments.tsx';
import { t } from '../i18n/index.ts';
import { shortName } from '../text/names.ts';
import { Untrusted } from '../text/Untrusted.tsx';
import { visible } from '../text/untrusted.ts';

/** With which snapshot the last is compared, how, and whose objects are listed under a class. */
export function ComparisonBar({ snapshots, first, by, which, hasObjects }: {
  snapshots: readonly Source[];
  first: number;
  by: string;
  which: string;
  hasObjects: boolean;
}) {
  const base = snapshots[first];
  const bases = snapshots.slice(0, -1);
  const name = (source: Source | undefined) => <Untrusted text={shortName(source?.name ?? '')} max={48} />;
  return (
    <>
      <span className="comparison__pair">
        <span className="comparison__quiet">{t('compareTo')}</span>
        <Menu trigger={<Button title={visible(base?.path ?? '')}>{name(base)} ▾</Button>}
          items={bases.map((source, index) => ({
            label: <>
              {name(source)}
              {bases.length > 1 && index === 0 && <span className="comparison__quiet">{t('compareFirst')}</span>}
              {bases.length > 1 && index === bases.length - 1 && <span className="comparison__quiet">{t('comparePrevious')}</span>}
            </>,
            isChecked: index === first,
            heading: index === 0 ? t('compareBase') : undefined,
            onSelect: () => go({ parameters: { base: index === 0 ? '' : source.id } }),
          }))} />
      </span>
      {hasObjects && (
        <Segments label={t('compareObjects')} value={which === 'removed' ? 'removed' : 'added'}
          options={[{ value: 'added', label: t('compareAdded') }, { value: 'removed', label: t('compareRemoved') }]}
          onChange={value => go({ parameters: { which: value === 'added' ? '' : value } }, true)} />
      )}
      <Menu trigger={<Button kind="quiet" title={t('compareBy')}>{t(`compareBy_${modeOf(by)}`)} ▾</Button>}
        items={(['auto', 'identity', 'structure'] as const).map((mode, index) => ({
          label: t(`compareBy_${mode}`),
          isChecked: mode === modeOf(by),
          heading: index === 0 ? t('compareBy') : undefined,
          onSelect: () => go({ parameters: { by: mode === 'auto' ? '' : mode } }),
        }))} />
    </>
  );
}

function modeOf(by: string): 'auto' | 'identity' | 'structure' {
  return by === 'identity' || by === 'structure' ? by : 'auto';
}
