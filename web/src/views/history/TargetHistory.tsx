import { useState } from 'react';
import { get } from '../../api/client.ts';
import type { HistoryCurve, HistoryDetail, HistoryEvent } from '../../api/types.ts';
import { go } from '../../app/route.ts';
import { useData } from '../../app/useData.ts';
import { Curve } from '../../charts/Curve.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Progress } from '../../components/Progress.tsx';
import { Segments } from '../../components/Segments.tsx';
import { t } from '../../i18n/index.ts';
import { Untrusted } from '../../text/Untrusted.tsx';
import { visible } from '../../text/untrusted.ts';
import { PlainTable } from '../findings/PlainTable.tsx';
import { Evidence } from './Evidence.tsx';
import { curvesOf, formatOf, marksOf, type Range, ranges, seriesName, sinceOf, sortedSeries, toneOf } from './series.ts';
import { timeText } from './times.ts';

const height = 240;

/** One watched program: a curve, the events and the kept files of a range of time. */
export function TargetHistory({ target, range, series: wanted }: { target: string; range: Range; series: string | null }) {
  const [now] = useState(Date.now);
  const since = sinceOf(range, now);
  const detail = useData(`${target} ${since}`, signal => get<HistoryDetail>('history/target', { key: target, since }, signal));
  const all = sortedSeries(detail.data?.series ?? []);
  const series = wanted !== null && all.includes(wanted) ? wanted : all[0] ?? null;
  const curve = useData(series === null ? null : `${target} ${series} ${since}`,
    signal => get<HistoryCurve>('history/curve', { key: target, series: series ?? '', since }, signal));
  if (detail.data === null) return detail.error !== null
    ? <ErrorNote error={detail.error} onRetry={detail.reload} /> : <Progress label={t('commonLoading')} fraction={null} />;
  const { target: row, events, evidence } = detail.data;
  const from = Date.parse(since);
  return (
    <div className="history__detail">
      <header>
        <h2><Untrusted text={row.name} max={80} /></h2>
        <span className="history__note">
          <Untrusted text={row.command} max={200} /> · {t('histStarted', { time: timeText(row.started) })}
        </span>
      </header>
      <div className="history__tools">
        <Segments label={t('histRange')} value={range} onChange={value => go({ parameters: { range: value } }, true)}
          options={ranges.map(value => ({ value, label: t(`histRange_${value}`) }))} />
        <select className="history__series" aria-label={t('histSeries')} value={series ?? ''}
          onChange={event => go({ parameters: { series: event.target.value } }, true)}>
          {all.map(name => <option key={name} value={name}>{visible(seriesName(name))}</option>)}
        </select>
      </div>
      {curve.error !== null && <ErrorNote error={curve.error} onRetry={curve.reload} />}
      <section className="history__curve" aria-busy={curve.isLoading}>
        {curve.data !== null && <History curve={curve.data} events={events} from={from} />}
      </section>
      <Events events={events.filter(event => Date.parse(event.at) >= from)} />
      <Evidence evidence={evidence} />
    </div>
  );
}

function History({ curve, events, from }: { curve: HistoryCurve; events: readonly HistoryEvent[]; from: number }) {
  const { low, mean, high, hasSpread } = curvesOf(curve);
  const name = seriesName(curve.series);
  if (mean.length === 0) return <p className="history__note">{t('histNoPoints')}</p>;
  return (
    <Curve label={name} x="time" format={formatOf(curve.series)} height={height} marks={marksOf(events, from)} series={[
      { name: hasSpread ? `${name}: ${t('histMean')}` : name, color: '--accent', points: mean },
      ...(hasSpread ? [
        { name: t('histHigh'), color: '--ink-3', points: high, isDashed: true },
        { name: t('histLow'), color: '--border', points: low, isDashed: true },
      ] : []),
    ]} />
  );
}

function Events({ events }: { events: readonly HistoryEvent[] }) {
  return (
    <section>
      <h3>{t('histEvents')}</h3>
      {events.length === 0 ? <p className="history__note">{t('histNoEvents')}</p> : (
        <PlainTable label={t('histEvents')}>
          <thead>
            <tr>
              {[t('histWhen'), t('histRule'), t('histState'), t('histSummary')].map(title =>
                <th key={title} scope="col">{title}</th>)}
            </tr>
          </thead>
          <tbody>
            {events.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at)).map(event => (
              <tr key={event.id}>
                <td className="history__when">{timeText(event.at)}</td>
                <td><Untrusted text={event.rule} max={60} /></td>
                <td>
                  <span className={`history__state history__state--${toneOf(event.severity)}`}>
                    <Untrusted text={event.state} max={40} />
                  </span>
                </td>
                <td className="history__summary"><Untrusted text={event.summary} max={400} /></td>
              </tr>
            ))}
          </tbody>
        </PlainTable>
      )}
    </section>
  );
}
