import { t } from '../../i18n/index.ts';
import { count } from '../../text/format.ts';
import { Untrusted } from '../../text/Untrusted.tsx';
import { BytesCell, PlainTable } from '../findings/PlainTable.tsx';
import { atText, isFull, kindText, pauseText } from './gcText.ts';
import type { GcEvent, GcKindRow } from './gcReport.ts';

const maxEvents = 50;

export function GcKinds({ kinds }: { kinds: readonly GcKindRow[] }) {
  return (
    <PlainTable label={t('gcKinds')}>
      <thead>
        <tr>
          <th scope="col">{t('gcKind')}</th>
          {[t('gcCount'), t('gcPaused'), 'p50', 'p90', 'p99', t('gcMax'), t('gcAt'), t('gcFreed')].map(title =>
            <th key={title} scope="col" className="number">{title}</th>)}
        </tr>
      </thead>
      <tbody>
        {kinds.map(row => (
          <tr key={row.kind}>
            <th scope="row">{kindText(row.kind)}</th>
            <td className="number">{count(row.count)}</td>
            {[row.totalMs, row.p50Ms, row.p90Ms, row.p99Ms, row.maxMs].map((value, index) =>
              <td key={index} className="number">{pauseText(value)}</td>)}
            <td className="number">{atText(row.maxAtMs)}</td>
            <BytesCell value={row.freedBytes} />
          </tr>
        ))}
      </tbody>
    </PlainTable>
  );
}

/** The latest collections, latest first. */
export function GcEvents({ events }: { events: readonly GcEvent[] }) {
  const shown = events.toSorted((a, b) => b.atMs - a.atMs).slice(0, maxEvents);
  const hasCause = shown.some(event => event.cause !== null && event.cause !== '');
  return (
    <PlainTable label={t('gcLatest')}>
      <thead>
        <tr>
          <th scope="col" className="number">{t('gcAt')}</th>
          <th scope="col">{t('gcKind')}</th>
          {[t('gcPause'), t('gcSeriesBefore'), t('gcSeriesAfter'), t('gcSeriesCommitted')].map(title =>
            <th key={title} scope="col" className="number">{title}</th>)}
          {hasCause && <th scope="col">{t('gcCause')}</th>}
        </tr>
      </thead>
      <tbody>
        {shown.map((event, index) => (
          <tr key={index} className={isFull(event.kind) ? 'plain-table__strong' : undefined}>
            <td className="number">{atText(event.atMs)}</td>
            <td>{kindText(event.kind)}</td>
            <td className="number">{pauseText(event.pauseMs)}</td>
            <BytesCell value={event.beforeBytes} />
            <BytesCell value={event.afterBytes} />
            <BytesCell value={event.committedBytes} />
            {hasCause && <td><Untrusted text={event.cause ?? ''} max={80} /></td>}
          </tr>
        ))}
      </tbody>
    </PlainTable>
  );
}
