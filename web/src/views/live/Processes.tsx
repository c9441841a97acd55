import { useEffect, useState } from 'react';
import { get } from '../../api/client.ts';
import type { ProcessRow } from '../../api/types.ts';
import { href } from '../../app/route.ts';
import { Empty } from '../../components/Empty.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { SizeCell } from '../../components/SizeCell.tsx';
import { Sparkline } from '../../components/Sparkline.tsx';
import { t } from '../../i18n/index.ts';
import { fault } from '../../text/fault.ts';
import { bytes, duration } from '../../text/format.ts';
import { fileName } from '../../text/names.ts';
import { Untrusted } from '../../text/Untrusted.tsx';
import '../findings/PlainTable.css';
import './Processes.css';

const pollMs = 3000;
const maxPoints = 40;

/** The Node processes of this machine, each a link that starts watching it. */
export function Processes() {
  const { rows, error, courses } = useProcesses();
  if (rows === null) return error === null ? <p className="processes__note">{t('commonLoading')}</p> : <ErrorNote error={error} />;
  if (rows.length === 0) return <Empty title={t('liveNone')}>{t('liveNoneText')}</Empty>;
  const hasLimit = rows.some(row => row.heapLimitBytes !== null);
  const hasGroup = rows.some(row => row.cgroupLimitBytes !== null);
  const most = Math.max(...rows.map(row => row.rssBytes), 1);
  return (
    <section className="processes" aria-label={t('liveTitle')}>
      <h2>{t('liveTitle')}</h2>
      <div className="processes__list">
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{t('liveProcess')}</th>
              <th scope="col" className="number">pid</th>
              <th scope="col">{t('findNode')}</th>
              <th scope="col" className="number processes__minor">{t('liveAge')}</th>
              {hasLimit && <th scope="col" className="number processes__minor">{t('liveHeapLimit')}</th>}
              {hasGroup && <th scope="col" className="number processes__minor">{t('liveContainer')}</th>}
              <th scope="col" className="number">{t('liveRss')}</th>
              <th scope="col" className="processes__minor"><span className="visually-hidden">{t('findTrend')}</span></th>
            </tr>
          </thead>
          <tbody>
            {rows.map(row => (
              <tr key={row.pid} className="processes__row">
                <td className="processes__name">
                  <a href={href({ view: 'live', files: [], selected: null, parameters: { pid: String(row.pid) } })}>
                    <Untrusted text={row.script == null ? row.command : fileName(row.script)} max={80} />
                  </a>
                  <span className="processes__command"><Untrusted text={row.command} max={160} /></span>
                  {row.obstacle !== null && <span className="processes__obstacle"><Untrusted text={row.obstacle} max={300} /></span>}
                </td>
                <td className="number">{row.pid}</td>
                <td>{row.version}</td>
                <td className="number processes__minor">{duration(row.ageSeconds * 1000)}</td>
                {hasLimit && <td className="number processes__minor">{row.heapLimitBytes === null ? '' : bytes(row.heapLimitBytes)}</td>}
                {hasGroup && (
                  <td className="number processes__minor">
                    {row.cgroupLimitBytes === null ? '' : t('liveOf', {
                      used: bytes(row.cgroupUsedBytes ?? 0), limit: bytes(row.cgroupLimitBytes),
                    })}
                  </td>
                )}
                <td className="plain-table__size"><SizeCell bytes={row.rssBytes} total={most} /></td>
                <td className="processes__minor">
                  <Sparkline values={courses.get(row.pid) ?? [row.rssBytes]} label={`${t('liveRss')} ${bytes(row.rssBytes)}`} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function useProcesses() {
  const [state, setState] = useState<{ rows: ProcessRow[] | null; error: Error | null; courses: Map<number, number[]> }>(
    { rows: null, error: null, courses: new Map() });
  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      try {
        const rows = await get<ProcessRow[]>('processes', {}, stop.signal);
        setState(previous => ({
          rows,
          error: null,
          courses: new Map(rows.map(row => [row.pid, [...(previous.courses.get(row.pid) ?? []), row.rssBytes].slice(-maxPoints)])),
        }));
      } catch (error) {
        if (stop.signal.aborted) return;
        setState(previous => ({ ...previous, error: fault(error) }));
      }
      timer = setTimeout(() => void ask(), pollMs);
    };
    void ask();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, []);
  return state;
}
