// The JSON reports of the command line, as src/Heapwise.Analysis/Reports writes them, beyond what the API's types say.
import type {
  Diagnosis, Finding, PathStep, Place, Profile, SourceLines, Suspect, Suspects,
} from '../api/types.ts';
import type { GcLogReport } from './gcReport.ts';

// Types and not interfaces where they narrow a `Record<string, unknown>` of the API.
export type Rate = { basis: 'request' | 'second' | 'round'; bytes: number; objects: number | null };

/** What the program's code bounds the holder by, which the run did not reach. */
export type Bound = { limit: number | null; byAge: boolean; location: Place | null };

export type Trend = {
  measure: 'heapUsed' | 'external' | 'arrayBuffers' | 'rss' | 'fileDescriptors';
  verdict: 'growing' | 'plateau' | 'backlog' | 'steady' | 'unknown';
  slopePerRound: number;
  confidence: 'high' | 'medium' | 'low';
  reason: string;
};

/** Facts that only some patterns have. */
export type Details = {
  variable?: string;
  property?: string;
  event?: string;
  emitter?: string;
  warned?: boolean;
  function?: {
    name: string | null;
    location: Place | null;
    captured: { variable: string; className: string; retainedBytes: number }[];
    mentionsLargest: boolean | null;
  };
  asyncContext?: { storeClass: string; storeBytes: number; storage: string | null };
  views?: { count: number; bytesEach: number | null; buffers: number; bufferBytes: number; pooled: boolean };
  timer?: { milliseconds: number | null; repeats: boolean; rearmed: boolean; awaited: boolean };
  collection?: string;
  keys?: string;
  entries?: number;
  declaration?: string;
  alsoHeldBy?: string[];
  alsoFilled?: { name: string; location: Place | null }[];
};

export interface DiagnosedProcess {
  pid: number;
  role: 'main' | 'child' | 'worker';
  script: string | null;
  thread: number | null;
  nodeVersion: string | null;
}

export interface FullFinding extends Finding {
  rate: Rate | null;
  bound: Bound | null;
  details: Details;
  process?: DiagnosedProcess | null;
}

export interface FullSuspect extends Suspect {
  bound: Bound | null;
  details: Details;
}

export interface FullDiagnosis extends Diagnosis {
  findings: FullFinding[];
  trends: Trend[];
  process?: DiagnosedProcess | null;
  capture?: 'inspector' | 'outside' | null;
  load?: { kind: 'requests' | 'command' | 'own-work'; text: string | null; varies: boolean } | null;
  activity?: {
    requests: number | null;
    statuses: Record<string, number> | null;
    failures: number;
    allocatedBytes: number;
    seconds: number;
    loopUtilization: number;
    summary: string;
  } | null;
  partial?: 'target-ended' | 'stopped' | null;
  snapshotCost?: { pauseSeconds: number; memoryBytes: number } | null;
}

export interface FullSuspects extends Suspects {
  suspects: FullSuspect[];
}

// ── heapwise.diff/1 ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface DiffRow {
  name: string;
  key: string;
  added: number;
  removed: number;
  delta: number;
  addedBytes: number;
  removedBytes: number;
  deltaBytes: number;
  location: Place | null;
  /** A number for each file. */
  counts: number[];
  shallowBytes: number[];
}

export interface DiffPath {
  holder: string | null;
  className: string;
  exampleNodeId: number;
  delta: number;
  deltaBytes: number;
  counts: number[];
  retainedBytes: number[];
  retainerPath: PathStep[];
}

export interface DiffReport {
  schema: 'heapwise.diff/1';
  comparedBy: 'identity' | 'structure' | 'samples';
  before: string;
  after: string;
  files: string[];
  totalBytes: number[];
  outOfOrder: string | null;
  classes: DiffRow[];
  paths: DiffPath[];
}

// ── heapwise.record/1 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

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

// ── The data of an HTML report ─────────────────────────────────────────────────────────────────────────────────────────────────────

export type AnyReport = FullDiagnosis | FullSuspects | DiffReport | RecordReport | GcLogReport;

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
