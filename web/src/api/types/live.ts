export interface ProcessRow {
  pid: number;
  version: string;
  script: string | null;
  command: string;
  ageSeconds: number;
  rssBytes: number;
  heapLimitBytes: number | null;
  cgroupLimitBytes: number | null;
  cgroupUsedBytes: number | null;
  canAttach: boolean;
  obstacle: string | null;
}

/** One reading of an attached process, as `heapwise top --record` writes it. */
export interface Sample {
  timestamp: string;
  seconds: number;
  heapUsedBytes: number;
  heapTotalBytes: number;
  heapLimitBytes: number;
  externalBytes: number;
  arrayBuffersBytes: number;
  rssBytes: number;
  cgroupUsedBytes: number | null;
  cgroupLimitBytes: number | null;
  allocationBytesPerSecond: number;
  collectionShare: number;
  loopUtilization: number;
  loopDelayP99Ms: number | null;
  loopDelayMaxMs: number | null;
  cpuShare: number;
  fileDescriptors: number | null;
  /** See WatchCollection in src/Heapwise.Analysis/Process. */
  collections: { kind: string; pauseMs: number; [more: string]: unknown }[];
  /** The heap after the latest full collection of this reading: the floor. */
  floorBytes: number | null;
  longestPauseMs: number;
}

export interface Space {
  name: string;
  usedBytes: number;
  sizeBytes: number;
}

export interface LiveState {
  pid: number;
  state: 'attaching' | 'watching' | 'ended' | 'failed';
  error: string | null;
  nodeVersion: string | null;
  script: string | null;
  samples: Sample[];
  spaces: Space[];
  /** What is under way: a collection, a snapshot, a recording. */
  activity: { kind: 'collect' | 'snapshot' | 'sample'; fraction: number | null; text: string } | null;
  /** The latest forced collection. */
  collection: { beforeBytes: number; afterBytes: number; pauseMs: number } | null;
  /** Sources that were taken here: ids of snapshots and profiles, the earliest first. */
  taken: string[];
}

/** What a snapshot would cost: asked before it is taken where the process cannot be read from outside. */
export interface SnapshotEstimate {
  way: 'outside' | 'inspector';
  pauseMs: number | null;
  fileBytes: number | null;
  extraBytes: number | null;
  /** Why it is not safe; null where it is. */
  refusal: string | null;
}
