import type { Diagnosis, Round } from '../../api/types.ts';
import { Curve } from '../../charts/Curve.tsx';
import { DeltaCell } from '../../components/DeltaCell.tsx';
import { t } from '../../i18n/index.ts';
import { bytes, count } from '../../text/format.ts';
import { fileName } from '../../text/names.ts';
import { isolated } from '../../text/untrusted.ts';
import { Untrusted } from '../../text/Untrusted.tsx';
import type { FullDiagnosis, Trend } from './fullReports.ts';
import { roundName, roundPoints, roundSeries } from './growth.ts';
import { BytesCell, PlainTable } from './PlainTable.tsx';
import './Rounds.css';

const height = 180;

/** The floors of memory round by round: as a curve, in figures on demand, and the trend of each measure. */
export function Rounds({ report }: { report: Diagnosis }) {
  const series = roundSeries(report.rounds, 'floors');
  const rss = roundSeries(report.rounds, 'rss');
  if (series.length + rss.length === 0 || report.rounds.length < 2) return null;
  const { trends } = report as FullDiagnosis;
  const isOpening = trends.some(({ measure, verdict }) => measure === 'fileDescriptors' && verdict === 'growing');
  const points = roundPoints(report.rounds);
  const hasRequests = report.rounds.some(round => round.requests !== null);
  const marks = points
    .filter(({ round }, index) => index > 0 && round.worth > 1)
    .map(({ x, name }) => ({ x, label: name, color: '--ink-3' }));
  return (
    <section className="rounds" aria-label={t('findCurve')}>
      <h3 className="rounds__title">{hasRequests ? t('findCurve') : t('findCurveFiles')}</h3>
      <div className="rounds__curves">
        {series.length > 0 && <Curve label={t('findCurve')} series={series} x="round" format={bytes} marks={marks} height={height} />}
        {rss.length > 0 && <Single title={t('findMeasureRss')} series={rss} format={bytes} />}
        {isOpening && <Single title={t('findMeasureDescriptors')} series={roundSeries(report.rounds, 'descriptors')} format={count} />}
      </div>
      {trends.length > 0 && (
        <ul className="rounds__trends" aria-label={t('findTrend')}>
          {trends.map(trend => (
            <li key={trend.measure} className={`rounds__trend rounds__trend--${trend.verdict}`} title={isolated(trend.reason)}>
              {t('findTrendOf', { measure: t(measureKeys[trend.measure]) })} <b>{t(trendKeys[trend.verdict])}</b>
            </li>
          ))}
        </ul>
      )}
      <details className="rounds__details">
        <summary>{t('findRounds')}</summary>
        <RoundsTable rounds={report.rounds} />
      </details>
    </section>
  );
}

function Single({ title, series, format }: { title: string; series: ReturnType<typeof roundSeries>; format(value: number): string }) {
  return (
    <div>
      <h4 className="rounds__single">{title}</h4>
      <Curve label={title} series={series} x="round" format={format} height={height} />
    </div>
  );
}

function RoundsTable({ rounds }: { rounds: readonly Round[] }) {
  const has = (key: 'requests' | 'externalBytes' | 'rssBytes' | 'fileDescriptors') => rounds.some(round => round[key] !== null);
  const hasFiles = rounds.some(round => round.snapshot !== null);
  return (
    <PlainTable label={t('findRounds')}>
      <thead>
        <tr>
          <th scope="col">{t('findRound')}</th>
          {has('requests') && <th scope="col" className="number">{t('findRequests')}</th>}
          <th scope="col" className="number">{t('findMeasureHeap')}</th>
          <th scope="col" className="number">{t('findChange')}</th>
          {has('externalBytes') && <th scope="col" className="number">{t('findMeasureExternal')}</th>}
          {has('rssBytes') && <th scope="col" className="number">{t('findMeasureRss')}</th>}
          {has('fileDescriptors') && <th scope="col" className="number">{t('findDescriptors')}</th>}
          {hasFiles && <th scope="col">{t('findSnapshot')}</th>}
        </tr>
      </thead>
      <tbody>
        {rounds.map((round, index) => {
          const before = rounds[index - 1]?.heapUsedBytes ?? null;
          return (
            <tr key={index}>
              <th scope="row">{roundName(rounds, index)}</th>
              {has('requests') && <td className="number">{round.requests === null ? '' : count(round.requests)}</td>}
              <BytesCell value={round.heapUsedBytes} />
              <td className="number">
                {before !== null && round.heapUsedBytes !== null && <DeltaCell value={round.heapUsedBytes - before} kind="bytes" />}
              </td>
              {has('externalBytes') && <BytesCell value={round.externalBytes} />}
              {has('rssBytes') && <BytesCell value={round.rssBytes} />}
              {has('fileDescriptors') && <td className="number">{round.fileDescriptors === null ? '' : count(round.fileDescriptors)}</td>}
              {hasFiles && <td className="rounds__file"><Untrusted text={fileName(round.snapshot ?? '')} max={60} /></td>}
            </tr>
          );
        })}
      </tbody>
    </PlainTable>
  );
}

const measureKeys = {
  heapUsed: 'findMeasureHeap', external: 'findMeasureExternal', arrayBuffers: 'findMeasureBuffers', rss: 'findMeasureRss',
  fileDescriptors: 'findMeasureDescriptors',
} as const satisfies Record<Trend['measure'], string>;

const trendKeys = {
  growing: 'findTrendGrowing', plateau: 'findTrendPlateau', backlog: 'findTrendBacklog', steady: 'findTrendSteady',
  unknown: 'findTrendUnknown',
} as const satisfies Record<Trend['verdict'], string>;
