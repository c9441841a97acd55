import { useState } from 'react';
import { overview } from '../app/overview.ts';
import { href, type ViewProps } from '../app/route.ts';
import { useData } from '../app/useData.ts';
import { Donut } from '../charts/Donut.tsx';
import { Empty } from '../components/Empty.tsx';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { Progress } from '../components/Progress.tsx';
import { t } from '../i18n/index.ts';
import { bytes, count, exactBytes, percent } from '../text/format.ts';
import { heapParts, partColors, type HeapPart } from './heapParts.ts';
import './StatisticsView.css';
import { useSnapshot } from './useSnapshot.ts';

/** The kinds that show a part's objects in the summary, where there are such. */
const kinds: Readonly<Partial<Record<HeapPart, string>>> = {
  strings: 'string', code: 'code', system: 'system', native: 'native', typed: 'native',
};

/** What the heap consists of. The parts add up to the total. */
export function StatisticsView({ route }: ViewProps) {
  const file = useSnapshot(route);
  const { data, error, reload } = useData(file ?? null, () => overview(file ?? ''));
  const [active, setActive] = useState<string | null>(null);
  if (file === undefined) return <Empty title={t('exploreNoSnapshot')}>{t('exploreNoSnapshotWhy')}</Empty>;
  if (error !== null) return <ErrorNote error={error} onRetry={reload} />;
  if (data === null) return <Progress label={t('exploreLoadingStatistics')} fraction={null} />;

  const parts = heapParts(data);
  const summary = parts.map(part => `${t(`explorePart_${part.id}`)} ${bytes(part.bytes)}`).join(', ');
  return (
    <section className="statistics" aria-label={t('exploreStatistics')}>
      <div className="statistics__bar" role="img" aria-label={summary}>
        {parts.map(part => part.bytes > 0 && (
          <div
            key={part.id}
            className={`statistics__segment${active !== null && active !== part.id ? ' statistics__segment--dimmed' : ''}`}
            style={{ flexGrow: part.bytes, background: `var(${partColors[part.id]})` }}
            title={`${t(`explorePart_${part.id}`)}: ${exactBytes(part.bytes)} (${percent(part.bytes / data.totalBytes)})`}
            onMouseEnter={() => setActive(part.id)}
            onMouseLeave={() => setActive(null)}
          />
        ))}
      </div>
      <div className="statistics__body">
        <Donut
          parts={parts.map(part => ({ id: part.id, value: part.bytes, color: partColors[part.id] }))}
          title={bytes(data.totalBytes)}
          caption={t('exploreTotal')}
          active={active}
          onActive={setActive}
        />
        <table className="statistics__table">
          <thead>
            <tr>
              <th scope="col">{t('explorePart')}</th>
              <th scope="col" className="number">{t('exploreSize')}</th>
              <th scope="col" className="number">{t('exploreShare')}</th>
            </tr>
          </thead>
          <tbody>
            {parts.map(part => (
              <tr
                key={part.id}
                className={active === part.id ? 'statistics__row--active' : undefined}
                onMouseEnter={() => setActive(part.id)}
                onMouseLeave={() => setActive(null)}
              >
                <th scope="row">
                  <PartName id={part.id} />
                  <p className="statistics__what">{t(`explorePartWhat_${part.id}`)}</p>
                </th>
                <td className="number" title={exactBytes(part.bytes)}>{bytes(part.bytes)}</td>
                <td className="number">{percent(part.bytes / Math.max(1, data.totalBytes))}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t('exploreTotal')}</th>
              <td className="number" title={exactBytes(data.totalBytes)}>{bytes(data.totalBytes)}</td>
              <td className="number">{percent(1)}</td>
            </tr>
          </tfoot>
        </table>
      </div>
      <dl className="statistics__facts">
        <Fact name={t('exploreObjects')} value={data.nodes} />
        <Fact name={t('exploreReferences')} value={data.edges} />
        <Fact name={t('exploreClasses')} value={data.classes} />
        <Fact name={t('exploreStringTable')} value={data.strings} />
      </dl>
    </section>
  );
}

function PartName({ id }: { id: HeapPart }) {
  const kind = kinds[id];
  const name = t(`explorePart_${id}`);
  return (
    <span className="statistics__name">
      <span className="statistics__swatch" style={{ background: `var(${partColors[id]})` }} />
      {kind === undefined ? name : <a className="statistics__link" href={href({ view: 'summary', parameters: { kinds: kind } })}>{name}</a>}
    </span>
  );
}

function Fact({ name, value }: { name: string; value: number }) {
  return (
    <div className="statistics__fact">
      <dt>{name}</dt>
      <dd>{count(value)}</dd>
    </div>
  );
}
