/// <reference types="node" />
import { EventEmitter } from 'events';

export interface MemoryGuardOptions {
  /** Share of the heap's limit above which the guard alerts and takes a snapshot. Above 0 and at most 1; 0.85 by default. */
  heapThreshold?: number;
  /** The same for memory: what cannot be dropped as a share of the tightest limit of the control groups; 0.9 by default. */
  memoryThreshold?: number;
  /** Milliseconds between two checks; 60,000 by default. The guard also checks after each full collection. */
  checkInterval?: number;
  /** Where snapshots go; ./heap-snapshots by default. */
  snapshotDir?: string;
  /** Snapshots of this program that are kept in the folder; 5 by default. 0 takes none. */
  maxSnapshots?: number;
  /** Milliseconds between two snapshots, and between two alerts of the same kind while it lasts; 30 minutes by default. */
  cooldown?: number;
  /** Longest pause for a snapshot in milliseconds, as estimated; 30,000 by default. Infinity allows any. */
  maxPause?: number;
  /** Called with every alert. The guard waits for a promise that it returns before the program pauses for a snapshot. */
  onAlert?: ((alert: MemoryAlert) => unknown) | null;
  /** Longest wait for onAlert in milliseconds; 5,000 by default. */
  alertTimeout?: number;
  /** Floors that are judged together, 6 or more; 10 by default. */
  leakCollections?: number;
  /** Milliseconds that these floors must span; 5 minutes by default. */
  leakDuration?: number;
  /** Whether a leak is a reason for a snapshot; false by default. */
  snapshotOnLeak?: boolean;
  /** Milliseconds after the start in which growth is not judged; 5 minutes by default. */
  warmUp?: number;
}

/** Bytes, except for the percentage. */
export interface MemoryUsage {
  heapUsed: number;
  heapTotal: number;
  /** The used heap without what is new since the last collection of the young generation. */
  oldUsed: number;
  /** What the old generation may grow to: V8 gives up when it is full. */
  heapLimit: number;
  /** oldUsed in percent of heapLimit. */
  heapUsedPercent: number;
  external: number;
  arrayBuffers: number;
  rss: number;
}

interface AlertFacts extends MemoryUsage {
  /** The alert in words; also what `toString` returns. */
  message: string;
  time: Date;
  pid: number;
  threadId: number;
  /** The file of a snapshot that was taken. */
  snapshotPath: string | null;
}

export interface ThresholdAlert extends AlertFacts {
  type: 'heap-near-limit' | 'memory-near-limit';
  share: number;
  threshold: number;
}

export interface LeakAlert extends AlertFacts {
  type: 'leak';
  leak: Leak;
}

export interface SnapshotTakenAlert extends AlertFacts {
  type: 'snapshot-taken';
  cause: AlertCause;
  snapshotPath: string;
}

export interface SnapshotRefusedAlert extends AlertFacts {
  type: 'snapshot-refused';
  cause: AlertCause;
  /** Why no snapshot was taken. */
  reason: string;
}

export type AlertCause = 'heap-near-limit' | 'memory-near-limit' | 'leak';

export type MemoryAlert = ThresholdAlert | LeakAlert | SnapshotTakenAlert | SnapshotRefusedAlert;

export interface Leak {
  start: Date;
  end: Date;
  /** Bytes by which the floors grew. */
  growth: number;
  bytesPerHour: number;
  /** Until the heap is full, if it goes on like this. */
  secondsToLimit: number;
  reason: string;
}

export interface Snapshot {
  path: string;
  bytes: number;
  /** As V8 says; null if it does not. */
  nodes: number | null;
  /** How long the program stood still. */
  pauseMs: number;
  /** Bytes that the snapshot left in the process, which the next one uses again. */
  keptBytes: number;
  /** What the snapshot was expected to cost at most. */
  estimate: { pauseMs: number; memoryBytes: number; fileBytes: number; nodes: number };
  cause: AlertCause;
}

export interface CollectionStats extends MemoryUsage {
  /** Since the start. */
  fullCollections: number;
  minorCollections: number;
  /** Of the last full collection. */
  pauseMs: number;
  /** What the last full collection left. */
  floor: number;
  /** The lowest and the highest floor after the warm-up. */
  min: number;
  max: number;
}

export interface MemoryGuardEvents {
  alert: [alert: MemoryAlert];
  snapshot: [snapshot: Snapshot];
  leak: [leak: Leak];
  stats: [stats: CollectionStats];
}

export class MemoryGuard extends EventEmitter {
  constructor(options?: MemoryGuardOptions);

  readonly isRunning: boolean;

  /** Begins to watch; nothing if it watches already. Does not keep the program running. */
  start(): this;

  /** Ends that; nothing if it does not watch. */
  stop(): this;

  /** Checks now. */
  check(): void;

  on<E extends keyof MemoryGuardEvents>(event: E, listener: (...news: MemoryGuardEvents[E]) => void): this;
  once<E extends keyof MemoryGuardEvents>(event: E, listener: (...news: MemoryGuardEvents[E]) => void): this;
  off<E extends keyof MemoryGuardEvents>(event: E, listener: (...news: MemoryGuardEvents[E]) => void): this;
  addListener<E extends keyof MemoryGuardEvents>(event: E, listener: (...news: MemoryGuardEvents[E]) => void): this;
  removeListener<E extends keyof MemoryGuardEvents>(event: E, listener: (...news: MemoryGuardEvents[E]) => void): this;
}
