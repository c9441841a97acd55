import { useState } from 'react';
import type { GrownPath } from '../api/types.ts';
import { DeltaCell } from '../components/DeltaCell.tsx';
import { FilterBox } from '../components/FilterBox.tsx';
import { Place } from '../components/Place.tsx';
import { SizeCell } from '../components/SizeCell.tsx';
import { t } from '../i18n/index.ts';
import { bytes, count, signedBytes } from '../text/format.ts';
import { Untrusted } from '../text/Untrusted.tsx';
import { Notice } from '../views/findings/Notice.tsx';
import { RetainerPath } from '../views/findings/RetainerPath.tsx';
import './DiffReportPage.css';
import type { DiffReport, DiffRow } from './reports.ts';
import { filtered } from './rows.ts';
import { type SortColumn, SortTable } from './SortTable.tsx';

/** Which classes grew between snapshots, and what holds the growth. */
export function DiffReportPage({ report }: { report: DiffReport }) {
  const [filter, setFilter] = useState('');
  const rows = filtered(report.classes, row => row.name, filter);
  const columns = report.files.length === 2 && report.comparedBy === 'identity' ? pairColumns() : trendColumns(report);
  const [first = 0] = report.totalBytes;
  const last = report.totalBytes.at(-1) ?? 0;
  return (
    <div className="report__body">
      <header>
        <h2>{t('reportComparison', { count: report.files.length })}: {bytes(first)} → {bytes(last)} ({signedBytes(last - first)})</h2>
        {report.comparedBy === 'structure' && <Notice>{t('reportStructure')}</Notice>}
        {report.outOfOrder !== null && (
          <Notice><Untrusted text={t('reportOutOfOrder', { file: report.outOfOrder })} /></Notice>
        )}
        <Files report={report} />
      </header>
      {report.paths.length > 0 && (
        <section>
          <h3>{t('reportPaths')}</h3>
          {report.paths.map((path, index) => <Path key={index} path={path} />)}
        </section>
      )}
      <section>
        <div className="report__filter">
          <h3>{t('reportClasses')}</h3>
          <FilterBox value={filter} onChange={setFilter} label={t('reportFilter')} />
          <span className="report__count">{t('reportShown', { shown: count(rows.length), total: count(report.classes.length) })}</span>
        </div>
        {rows.length === 0
          ? <p className="report__count">{report.classes.length === 0 ? t('reportNothing') : t('reportNoMatch')}</p>
          : <SortTable label={t('reportClasses')} columns={columns} rows={rows} rowKey={row => row.key}
            preset={{ column: columns.findIndex(column => column.title === t('reportSizeDelta')), isDescending: true }} />}
      </section>
    </div>
  );
}

function Files({ report }: { report: DiffReport }) {
  const max = Math.max(...report.totalBytes, 1);
  return (
    <ol className="diff-report__files">
      {report.files.map((file, index) => {
        const total = report.totalBytes[index] ?? 0;
        return (
          <li key={index}>
            <span className="diff-report__file"><Untrusted text={file} max={120} /></span>
            <span className="plain-table__size"><SizeCell bytes={total} total={max} /></span>
            <span>{index > 0 && <DeltaCell value={total - (report.totalBytes[index - 1] ?? 0)} kind="bytes" />}</span>
          </li>
        );
      })}
    </ol>
  );
}

function Path({ path }: { path: GrownPath }) {
  return (
    <details className="diff-report__path">
      <summary>
        <span><Untrusted text={path.className} max={80} /></span>
        {path.holder !== null && <span className="diff-report__holder"><Untrusted text={path.holder} max={120} /></span>}
        <span className="number">{path.counts.map(count).join(' → ')}</span>
        <DeltaCell value={path.deltaBytes} kind="bytes" />
      </summary>
      <div className="diff-report__steps"><RetainerPath path={path.retainerPath} holderId={0} lastMark="findHeldMark" /></div>
    </details>
  );
}

function name(): SortColumn<DiffRow> {
  return {
    title: t('findClass'), value: row => row.name, render: row => <Untrusted text={row.name} max={100} />, className: 'plain-table__name',
  };
}

function place(): SortColumn<DiffRow> {
  return {
    title: t('reportConstructor'),
    value: row => row.location?.file ?? '',
    render: row => row.location !== null && <Place place={row.location} short />,
  };
}

function delta(title: string, value: (row: DiffRow) => number, kind: 'bytes' | 'count'): SortColumn<DiffRow> {
  return { title, value, isNumber: true, render: row => <DeltaCell value={value(row)} kind={kind} /> };
}

function number(title: string, value: (row: DiffRow) => number, format: (value: number) => string): SortColumn<DiffRow> {
  return { title, value, isNumber: true, render: row => format(value(row)) };
}

function pairColumns(): SortColumn<DiffRow>[] {
  return [
    name(), number(t('reportNew'), row => row.added, count), number(t('reportDeleted'), row => row.removed, count),
    delta(t('reportDelta'), row => row.delta, 'count'), number(t('reportAllocSize'), row => row.addedBytes, bytes),
    number(t('reportFreedSize'), row => row.removedBytes, bytes), delta(t('reportSizeDelta'), row => row.deltaBytes, 'bytes'), place(),
  ];
}

function trendColumns(report: DiffReport): SortColumn<DiffRow>[] {
  return [
    name(), ...report.files.map((_, index) => number(`${index + 1}`, row => row.counts[index] ?? 0, count)),
    delta(t('reportDelta'), row => row.delta, 'count'), delta(t('reportSizeDelta'), row => row.deltaBytes, 'bytes'), place(),
  ];
}
