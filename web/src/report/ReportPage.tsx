import { type ReactNode, useState } from 'react';
import { Button } from '../components/Button.tsx';
import { Empty } from '../components/Empty.tsx';
import { Segments } from '../components/Segments.tsx';
import { language, type Language, setLanguage, t } from '../i18n/index.ts';
import { Untrusted } from '../text/Untrusted.tsx';
import { DiagnosisPage } from '../views/findings/DiagnosisPage.tsx';
import type { FullDiagnosis, FullSuspects } from '../views/findings/fullReports.ts';
import { SuspectsPage } from '../views/findings/SuspectsPage.tsx';
import { GcLogPage } from '../views/gclog/GcLogPage.tsx';
import type { GcLogReport } from '../views/gclog/gcReport.ts';
import { DiffReportPage } from './DiffReportPage.tsx';
import { RecordReportPage } from './RecordReportPage.tsx';
import './ReportPage.css';
import type { AnyReport, DiffReport, RecordReport, ReportData } from './reports.ts';

type Theme = 'light' | 'dark';

/** A report as one page: built from the parts of `heapwise ui`, with the data in the file and no server. */
export function ReportPage({ data }: { data: ReportData }) {
  const [lang, setLang] = useState(language());
  const [theme, setTheme] = useState<Theme>(document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light');
  const report = data.translations?.[lang] ?? data.report;
  const changeLanguage = (value: Language) => {
    setLanguage(value);
    setLang(value);
  };
  const changeTheme = (value: Theme) => {
    document.documentElement.dataset.theme = value;
    setTheme(value);
  };
  return (
    <div className="report" key={lang}>
      <header className="report__bar">
        <h1 className="report__name">heapwise</h1>
        <span className="report__tools">
          <Segments label={t('reportLanguage')} value={lang} onChange={changeLanguage}
            options={[{ value: 'en', label: 'English' }, { value: 'zh', label: '中文' }]} />
          <Segments label={t('reportTheme')} value={theme} onChange={changeTheme}
            options={[{ value: 'light', label: t('reportLight') }, { value: 'dark', label: t('reportDark') }]} />
          <Button onClick={() => print()}>{t('reportPrint')}</Button>
        </span>
      </header>
      <main>{bodyOf(data, report)}</main>
      {data.version !== undefined && (
        <footer className="report__foot">
          <Untrusted text={data.at === undefined
            ? t('reportMade', { version: data.version }) : t('reportMadeAt', { version: data.version, at: timeText(data.at) })} />
        </footer>
      )}
    </div>
  );
}

function bodyOf({ schema, sources = [], profile }: ReportData, report: AnyReport): ReactNode {
  switch (schema) {
    case 'heapwise.diagnosis/1': return <DiagnosisPage report={report as FullDiagnosis} sources={sources} />;
    case 'heapwise.suspects/1': return <SuspectsPage report={report as FullSuspects} sources={sources} />;
    case 'heapwise.diff/1': return <DiffReportPage report={report as DiffReport} />;
    case 'heapwise.record/1': return <RecordReportPage report={report as RecordReport} profile={profile ?? null} />;
    case 'heapwise.gclog/1': return <GcLogPage report={report as GcLogReport} />;
    default: return <Empty title={t('reportUnknown', { schema })} />;
  }
}

function timeText(at: string): string {
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? at : time.toLocaleString(language() === 'zh' ? 'zh-CN' : 'en-GB');
}
