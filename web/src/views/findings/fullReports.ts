// heapwise.diagnosis/1 and heapwise.suspects/1 in full, as src/Heapwise.Analysis/Reports writes them, beyond what the API's types say.
import type { Diagnosis, Finding, Place, Suspect, Suspects } from '../../api/types.ts';

// Types and not interfaces where they narrow a `Record<string, unknown>` of the API.
type Rate = { basis: 'request' | 'second' | 'round'; bytes: number; objects: number | null };

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
type Details = {
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

interface DiagnosedProcess {
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
