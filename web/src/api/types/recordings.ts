export interface ProfileFrame {
  /** Position of the caller; -1 for the root. Parents come before their children. */
  parent: number;
  function: string;
  file: string | null;
  line: number | null;
  owner: 'application' | 'library' | 'runtime';
  selfBytes: number;
  totalBytes: number;
}

export interface Profile {
  id: string;
  name: string;
  totalBytes: number;
  frames: ProfileFrame[];
}

export interface Timeline {
  id: string;
  name: string;
  /** Bytes of what was allocated in each stretch and is alive at the end. `firstId`–`lastId` bound the objects made in it. */
  bars: { fromMs: number; toMs: number; survivingBytes: number; firstId: number; lastId: number }[];
}

/** As `heapwise gclog --format json`: see src/Heapwise.Analysis/Reports/GcLogReport.cs. */
export type GcLog = Record<string, unknown>;
