import { useState } from 'react';
import type { Profile } from '../api/types.ts';
import { FilterBox } from '../components/FilterBox.tsx';
import { Place } from '../components/Place.tsx';
import { SizeCell } from '../components/SizeCell.tsx';
import { t } from '../i18n/index.ts';
import { bytes, count, duration, percent } from '../text/format.ts';
import { Untrusted } from '../text/Untrusted.tsx';
import { type Fact, Facts } from '../views/findings/Facts.tsx';
import './RecordReportPage.css';
import { ReportFlame } from './ReportFlame.tsx';
import type { AllocationSite, RecordReport } from './reports.ts';
import { filtered } from './rows.ts';
import { type SortColumn, SortTable } from './SortTable.tsx';

/** Where a program allocated: over time, and by function. */
export function RecordReportPage({ report, profile }: { report: RecordReport; profile: Profile | null }) {
  const [filter, setFilter] = useState('');
  const rows = filtered(report.sites, ({ function: name, location }) => `${name} ${location?.file ?? ''}`, filter);
  const time = duration(report.durationMs);
  const what = report.onlyLive
    ? t('reportAlive', { bytes: bytes(report.totalBytes), time }) : t('reportAllocated', { bytes: bytes(report.totalBytes), time });
  return (
    <div className="report__body">
      <header>
        <h2>{what}</h2>
        <Facts facts={factsOf(report)} />
      </header>
      {report.timeline !== null && <Bars timeline={report.timeline} />}
      {profile !== null && profile.frames.length > 1 && (
        <section>
          <h3>{t('reportFlame')}</h3>
          <ReportFlame profile={profile} label={t('reportFlame')} />
        </section>
      )}
      <section>
        <div className="report__filter">
          <h3>{t('reportSites')}</h3>
          <FilterBox value={filter} onChange={setFilter} label={t('exploreFindFunction')} />
        </div>
        {rows.length === 0
          ? <p className="report__count">{report.sites.length === 0 ? t('reportNoSites') : t('reportNoMatch')}</p>
          : <SortTable label={t('reportSites')} columns={columnsOf(report)} rows={rows} preset={null}
            rowKey={row => `${row.function} ${row.location?.file} ${row.location?.line}:${row.location?.column} ${row.selfBytes}`} />}
      </section>
    </div>
  );
}

function factsOf(report: RecordReport): Fact[] {
  return [
    { label: t('findProcess'), value: report.processId, note: <Untrusted text={report.script ?? ''} max={120} /> },
    { label: t('findNode'), value: <Untrusted text={report.nodeVersion} /> },
    ...(report.sampling === null ? [] : [{
      label: t('reportSamples'),
      value: count(report.sampling.samples),
      note: t('reportSampling', { samples: count(report.sampling.samplesTaken), bytes: bytes(report.sampling.intervalBytes) }),
    }]),
    { label: t('findFile'), value: <Untrusted text={report.file} max={120} />, note: bytes(report.fileBytes) },
  ];
}

function columnsOf(report: RecordReport): SortColumn<AllocationSite>[] {
  const total = report.totalBytes;
  const owners = { application: t('reportOwnerApplication'), library: t('reportOwnerLibrary'), runtime: t('reportOwnerRuntime') };
  return [
    {
      title: t('reportSelf'), value: row => row.selfBytes, isNumber: true, className: 'plain-table__size',
      render: row => <SizeCell bytes={row.selfBytes} total={total} />,
    },
    { title: t('reportShare'), value: row => row.selfBytes, isNumber: true, render: row => percent(total > 0 ? row.selfBytes / total : 0) },
    { title: t('reportWithCallees'), value: row => row.totalBytes, isNumber: true, render: row => bytes(row.totalBytes) },
    {
      title: t(report.sampling === null ? 'reportObjects' : 'reportSamples'), value: row => row.count, isNumber: true,
      render: row => count(row.count),
    },
    {
      title: t('reportFunction'), value: row => row.function, className: 'plain-table__name',
      render: row => <Untrusted text={row.function} max={80} />,
    },
    { title: t('reportOwner'), value: row => owners[row.owner], render: row => owners[row.owner] },
    {
      title: t('reportLocation'), value: row => row.location?.file ?? '',
      render: row => row.location !== null && <Place place={row.location} short />,
    },
  ];
}

/** A bar for each interval: the bytes allocated, and within it those still alive at the end. */
function Bars({ timeline }: { timeline: NonNullable<RecordReport['timeline']> }) {
  const most = Math.max(1, ...timeline.bars.map(bar => Math.max(bar.newBytes, bar.survivingBytes)));
  return (
    <section>
      <h3>{t('reportBars')}</h3>
      <ol className="record-bars" aria-label={t('reportBars')}>
        {timeline.bars.map(bar => (
          <li key={bar.fromMs} title={`${duration(bar.fromMs)}: ${bytes(bar.newBytes)}, ${bytes(bar.survivingBytes)}`}>
            <span className="record-bars__new" style={{ height: `${bar.newBytes / most * 100}%` }} />
            <span className="record-bars__live" style={{ height: `${bar.survivingBytes / most * 100}%` }} />
          </li>
        ))}
      </ol>
      <p className="record-bars__legend">
        <span className="record-bars__key record-bars__key--new">{t('reportBarNew')}</span>
        <span className="record-bars__key record-bars__key--live">{t('reportBarLive')}</span>
      </p>
    </section>
  );
}
