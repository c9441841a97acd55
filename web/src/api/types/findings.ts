// As `heapwise diagnose --format json` writes them.

import type { Place, SourceLines } from './objects.ts';
import type { PathStep } from './paths.ts';

export interface Round {
  requests: number | null;
  worth: number;
  isConfirmation: boolean;
  seconds: number | null;
  heapUsedBytes: number | null;
  externalBytes: number | null;
  arrayBuffersBytes: number | null;
  rssBytes: number | null;
  fileDescriptors: number | null;
  snapshot: string | null;
}

export interface Holder {
  nodeId: number;
  className: string;
  name: string | null;
  path: string;
  retainedBytes: number;
  library: string | null;
}

/** The calls that allocate what leaks, from the program's first function to the one that allocates. */
export interface AllocatedBy {
  objects: number;
  share: number;
  isSampled: boolean;
  frames: {
    function: string | null;
    /** The package, `node` for Node's own code; null for the program's. */
    library: string | null;
    /** Functions that this stands for. */
    functions: number;
    location: Place | null;
  }[];
}

export interface Finding {
  fingerprint: string;
  pattern: string;
  confidence: 'high' | 'medium' | 'low';
  evidence: string[];
  title: string;
  explanation: string;
  growthBytes: number;
  bytesPerRequest: number | null;
  rate: Record<string, unknown> | null;
  objectsPerRequest: Record<string, number>;
  survivorsPerRound: Record<string, number[]>;
  bound: Record<string, unknown> | null;
  holder: Holder;
  location: Place | null;
  retainerPath: PathStep[];
  allocatedBy: AllocatedBy | null;
  details: Record<string, unknown>;
  advice: { why: string; fix: string; example: string };
  lintRule: string | null;
}

export interface Diagnosis {
  schema: 'heapwise.diagnosis/1';
  language: 'en' | 'zh';
  verdict: 'leak' | 'no-leak' | 'inconclusive';
  comparedBy: 'identity' | 'structure' | 'samples';
  reason: string;
  target: string;
  rounds: Round[];
  growth: { bytesPerRound: number | null; bytesPerRequest: number | null };
  trends: Record<string, unknown>[];
  findings: Finding[];
  ignored: { fingerprint: string; title: string }[];
  bounded: { path: string; entries: number | null; isDrained: boolean }[];
}

export interface Suspect {
  fingerprint: string;
  pattern: string;
  title: string;
  explanation: string;
  reasons: string[];
  heldBytes: number;
  share: number;
  entries: number | null;
  classes: { className: string; count: number; bytes: number }[];
  bound: Record<string, unknown> | null;
  holder: Holder;
  location: Place | null;
  retainerPath: PathStep[];
  details: Record<string, unknown>;
}

export interface Suspects {
  schema: 'heapwise.suspects/1';
  language: 'en' | 'zh';
  verdict: 'suspects' | 'no-suspects';
  reason: string;
  file: string;
  heapBytes: number;
  minBytes: number;
  suspects: Suspect[];
  signs: string[];
}

/** `GET /api/findings?files=…&lang=…`: begins the analysis at the first call; ask again after an event "findings", or each second. */
export interface FindingsAnswer {
  state: 'running' | 'done' | 'failed';
  /** In words, and how far, while it runs. */
  step: string | null;
  fraction: number | null;
  error: string | null;
  diagnosis: Diagnosis | null;
  suspects: Suspects | null;
  /** Source lines around each finding's or suspect's location, in their order; null where the source is not known. */
  sources: (SourceLines | null)[];
  /** The source that the node ids are of: that of the last snapshot; null for a report from a file. */
  snapshotId: string | null;
}
