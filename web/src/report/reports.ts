// The JSON reports of the command line, as src/Heapwise.Analysis/Reports writes them, and the data of an HTML report.
import type { ChangeRow, GrownPath, Place, Profile, SourceLines } from '../api/types.ts';
import type { FullDiagnosis, FullSuspects } from '../views/findings/fullReports.ts';
import type { GcLogReport } from '../views/gclog/gcReport.ts';

/** A class of a comparison. */
export type DiffRow = Omit<ChangeRow, 'kind'>;

export interface DiffReport {
  schema: 'heapwise.diff/1';
  comparedBy: 'identity' | 'structure' | 'samples';
  before: string;
  after: string;
  files: string[];
  totalBytes: number[];
  outOfOrder: string | null;
  classes: DiffRow[];
  paths: GrownPath[];
}

export interface AllocationSite {
  function: string;
  location: Place | null;
  owner: 'application' | 'library' | 'runtime';
  selfBytes: number;
  totalBytes: number;
  /** Samples, or objects of a timeline. */
  count: number;
}

export interface RecordReport {
  schema: 'heapwise.record/1';
  processId: number;
  worker?: number | null;
  nodeVersion: string;
  script: string | null;
  file: string;
  fileBytes: number;
  durationMs: number;
  stoppedEarly: boolean;
  programEnded: boolean;
  onlyLive: boolean;
  appOnly: boolean;
  totalBytes: number;
  sampling: { intervalBytes: number; bytesPerSecond: number | null; samples: number; samplesTaken: number } | null;
  timeline: {
    lookMs: number;
    pauseMs: number;
    newBytes: number;
    newObjects: number;
    tracedBytes: number;
    bars: { fromMs: number; toMs: number; newBytes: number; survivingBytes: number }[];
  } | null;
  sites: AllocationSite[];
}

export type AnyReport = FullDiagnosis | FullSuspects | DiffReport | RecordReport | GcLogReport;

/** The data of an HTML report. */
export interface ReportData {
  /** That of the report. */
  schema: string;
  report: AnyReport;
  /** Of a diagnosis or suspects: source lines around each location, in the order of the findings. */
  sources?: (SourceLines | null)[];
  /** Of a recording: its stacks, where they are kept. */
  profile?: Profile | null;
  /** The same report in other languages, where it was made in several. */
  translations?: Partial<Record<'en' | 'zh', AnyReport>>;
  /** Of heapwise, and when the report was made (ISO). */
  version?: string;
  at?: string;
}
