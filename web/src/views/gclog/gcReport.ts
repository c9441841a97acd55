// heapwise.gclog/1, as src/Heapwise.Analysis/Reports/GcLogReport.cs and GcHeapReport.cs write it.

export type GcKind = 'scavenge' | 'minor-mark-sweep' | 'mark-compact' | 'incremental-marking' | 'weak-callbacks';

export interface GcKindRow {
  kind: GcKind;
  count: number;
  totalMs: number;
  p50Ms: number;
  p90Ms: number;
  p99Ms: number;
  maxMs: number;
  maxAtMs: number;
  freedBytes: number;
}

export interface GcFloor {
  source: 'full-collections' | 'young-collections';
  verdict: 'too-few' | 'steady' | 'growing' | 'shrinking';
  points: number;
  firstBytes: number | null;
  latestBytes: number | null;
  bytesPerMinute: number | null;
  lowBytesPerMinute: number | null;
  highBytesPerMinute: number | null;
  pValue: number | null;
}

/** A sign of trouble, with the figures that its kind has. */
export interface GcWarning {
  kind: 'floor-rising' | 'full-collections-more-often' | 'promotion-high' | 'near-limit' | 'last-resort' | 'ineffective'
    | 'out-of-memory' | 'much-time-lost';
  count: number | null;
  share: number | null;
  bytes: number | null;
  limitBytes: number | null;
  earlierPerMinute: number | null;
  laterPerMinute: number | null;
  message: string | null;
}

export interface GcEvent {
  atMs: number;
  kind: GcKind;
  pauseMs: number;
  beforeBytes: number | null;
  afterBytes: number | null;
  committedBytes: number | null;
  cause: string | null;
}

/** One heap of a log. Shares are from 0 to 1. */
export interface GcHeap {
  processId: number;
  isolate: string | null;
  fromMs: number;
  toMs: number;
  collections: number;
  kinds: GcKindRow[];
  pausedMs: number;
  stepsMs: number;
  throughputLost: number | null;
  freedBytes: number;
  allocationBytesPerSecond: number | null;
  promotedBytes: number | null;
  promotionShare: number | null;
  peakBytes: number;
  peakCommittedBytes: number | null;
  heapLimitBytes: number | null;
  floor: GcFloor;
  signs: GcWarning[];
  latest: GcEvent[];
}

export interface GcLogReport {
  schema: 'heapwise.gclog/1';
  file: string;
  lines: number;
  damagedLines: number;
  otherHeaps: number;
  heaps: GcHeap[];
}

/** A collection within a reading of a live process. */
export interface WatchCollection {
  kind: GcKind;
  atMs: number;
  pauseMs: number;
  beforeBytes: number | null;
  afterBytes: number | null;
  isForced: boolean;
}
