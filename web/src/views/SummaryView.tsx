import { useCallback } from 'react';
import type { Kind } from '../api/types.ts';
import { isSnapshot, snapshotOf, sourcesOf } from '../app/places.ts';
import { go } from '../app/route.ts';
import type { ViewProps } from '../app/route.ts';
import { useSession } from '../app/session.ts';
import { overview } from '../app/overview.ts';
import { useData } from '../app/useData.ts';
import { Button } from '../components/Button.tsx';
import { FilterBox } from '../components/FilterBox.tsx';
import { Segments } from '../components/Segments.tsx';
import { t } from '../i18n/index.ts';
import { BornMenu } from './BornMenu.tsx';
import { ClassPicker } from './ClassPicker.tsx';
import { ClassTree } from './ClassTree.tsx';
import { KindToggles } from './KindToggles.tsx';
import { ObjectsTable } from './ObjectsTable.tsx';
import './SummaryView.css';

/** The classes of a heap, the objects of each, and what they reference; or all objects in one list. */
export function SummaryView({ route }: ViewProps) {
  const { session } = useSession();
  const sources = session?.sources ?? [];
  const file = snapshotOf(route.files, sources, route.parameters.in)?.id ?? '';
  const snapshots = sourcesOf(route.files, sources).filter(isSnapshot);
  const { kinds = '', after = '', before = '', from = '', to = '' } = route.parameters;
  const { data } = useData(file === '' ? null : file, () => overview(file));
  const limits = { bornAfter: after, bornBefore: before, idFrom: from, idTo: to };
  const total = data?.totalBytes ?? 0;
  const isObjects = route.parameters.list === 'objects';
  const setFilter = useCallback((filter: string) => go({ parameters: { filter } }, true), []);
  return (
    <div className="view">
      <div className="view__bar">
        <FilterBox value={route.parameters.filter ?? ''} onChange={setFilter}
          label={t(isObjects ? 'summaryFilterObjects' : 'summaryFilter')} help={t('summaryFilterHelp')} />
        <Segments label={t('summaryList')} value={isObjects ? 'objects' : 'classes'}
          options={[{ value: 'classes', label: t('summaryLabel') }, { value: 'objects', label: t('summaryObjects') }]}
          onChange={list => go({ parameters: { list: list === 'objects' ? list : '' } })} />
        {isObjects && <ClassPicker file={file} value={route.parameters.class ?? ''} onPick={key => go({ parameters: { class: key } })} />}
        {isObjects && route.parameters.class !== undefined && (
          <Button kind="quiet" onClick={() => go({ parameters: { class: '' } })}>{t('summaryAllClasses')}</Button>
        )}
        <BornMenu snapshots={snapshots} after={after} before={before} from={from} to={to} />
        <KindToggles value={kinds.split(',').filter(kind => kind !== '') as Kind[]}
          onChange={next => go({ parameters: { kinds: next.join(',') } }, true)} />
      </div>
      {isObjects
        ? <ObjectsTable file={file} route={route} total={total} limits={{ kinds, ...limits }} />
        : <ClassTree file={file} route={route} total={total} limits={{ kinds, ...limits }} />}
    </div>
  );
}
