import type { Session } from '../api/types.ts';
import { Sparkline } from '../components/Sparkline.tsx';
import { t } from '../i18n/index.ts';
import { bytes, signedBytes } from '../text/format.ts';
import { overview } from './overview.ts';
import { isSnapshot, sourcesOf } from './places.ts';
import type { Route } from './route.ts';
import { useData } from './useData.ts';

/** The size of the heap, and over several snapshots its course. */
export function Trend({ route, session }: { route: Route; session: Session }) {
  const ids = sourcesOf(route.files, session.sources).filter(source => isSnapshot(source) && source.state === 'ready').map(({ id }) => id);
  const { data } = useData(ids.length === 0 ? null : ids.join(','), () => Promise.all(ids.map(overview)));
  const totals = data?.map(({ totalBytes }) => totalBytes) ?? [];
  const [first, last] = [totals[0], totals.at(-1)];
  if (first === undefined || last === undefined) return null;
  const change = last - first;
  return (
    <span className="top-bar__trend" title={totals.map(bytes).join(' → ')}>
      {totals.length > 1 && <Sparkline values={totals} label={t('topTrend', { values: totals.map(bytes).join(', ') })} />}
      <span className="number">{bytes(last)}</span>
      {totals.length > 1 && <span className={change > 0 ? 'delta--growth' : 'delta--shrink'}>{signedBytes(change)}</span>}
    </span>
  );
}
