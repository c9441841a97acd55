import { useMemo } from 'react';
import { get } from '../api/client.ts';
import type { ProfileFrame, Profile } from '../api/types.ts';
import { go, type Route } from '../app/route.ts';
import { useData } from '../app/useData.ts';
import { flameFunctions } from '../charts/flameFunctions.ts';
import { FlameGraph } from '../charts/FlameGraph.tsx';
import { flameMatches, flameTree } from '../charts/flameTree.ts';
import { ownerColors } from '../charts/paintFlame.ts';
import { Empty } from '../components/Empty.tsx';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { FilterBox } from '../components/FilterBox.tsx';
import { Progress } from '../components/Progress.tsx';
import { Segments } from '../components/Segments.tsx';
import { t } from '../i18n/index.ts';
import { bytes, bytesOf } from '../text/format.ts';
import { CallTree } from './CallTree.tsx';
import { FunctionPanel } from './FunctionPanel.tsx';

const owners: readonly ProfileFrame['owner'][] = ['application', 'library', 'runtime'];

/** A sampled allocation profile: flame graph or tree of calls, with the heaviest functions beside it. */
export function AllocationProfile({ file, route }: { file: string; route: Route }) {
  const { data, error, reload } = useData<Profile>(file, signal => get(`profiles/${file}`, {}, signal));
  const search = route.parameters.filter ?? '';
  const marked = route.parameters.function ?? null;
  const form = route.parameters.form === 'tree' ? 'tree' : 'flame';
  const calls = useMemo(() => data === null ? [] : flameTree(data.frames), [data]);
  const functions = useMemo(() => flameFunctions(calls), [calls]);
  const found = useMemo(() => search.trim() === '' ? null : flameMatches(calls, search), [calls, search]);

  if (error !== null) return <ErrorNote error={error} onRetry={reload} />;
  if (data === null) return <Progress label={t('exploreLoadingRecording')} fraction={null} />;
  if (data.totalBytes === 0) return <Empty title={t('exploreEmptyProfile')}>{t('exploreEmptyProfileWhy')}</Empty>;
  const mark = (key: string): void => go({ parameters: { function: key === marked ? '' : key } }, true);
  return (
    <section className="explore" aria-label={t('exploreAllocation')}>
      <div className="explore__bar">
        <Segments
          label={t('exploreProfileForm')}
          value={form}
          options={[{ value: 'flame', label: t('exploreFlame') }, { value: 'tree', label: t('exploreCallTree') }]}
          onChange={next => go({ parameters: { form: next === 'flame' ? '' : next } }, true)}
        />
        <FilterBox value={search} label={t('exploreFindFunction')} onChange={filter => go({ parameters: { filter } }, true)} />
        <p className="explore__note" role="status">
          {found === null
            ? t('exploreSampled', { bytes: bytes(data.totalBytes) })
            : t('exploreFound', { bytes: bytesOf(found.bytes, data.totalBytes) })}
        </p>
        <ul className="allocation__legend" aria-label={t('exploreColours')}>
          {owners.map(owner => (
            <li key={owner} className="allocation__owner">
              <span className="allocation__swatch" style={{ background: `var(${ownerColors[owner]})` }} />
              {t(`exploreOwner_${owner}`)}
            </li>
          ))}
        </ul>
      </div>
      <div className="allocation__body">
        <div className="allocation__main">
          {form === 'flame'
            ? <FlameGraph label={t('exploreAllocation')} calls={calls} found={found?.calls ?? null} marked={marked} onMark={mark} />
            : <CallTree file={file} calls={calls} total={data.totalBytes} marked={marked} onMark={mark} />}
          {form === 'flame' && <p className="allocation__hint">{t('exploreFlameHint')}</p>}
        </div>
        <FunctionPanel file={file} calls={calls} functions={functions} total={data.totalBytes} search={search} marked={marked}
          onMark={mark} />
      </div>
    </section>
  );
}
